//! The stream is away: nothing is said of a moment, and of a longer while no more than that.

use e2e::{Browser, PATIENCE, Person, Server, ServerOptions, Width, eventually};

/// How long the stream may be away before it is said.
const SILENT_MS: i64 = 3_000;
/// What the browser's timers and this machine's clock may differ by.
const CLOCKS_MS: i64 = 50;
/// How late it may be said, on two busy cores.
const LATE_MS: i64 = 2_000;

/// What the header of the generations says.
async fn reads_header(person: &Person) -> String {
    let heading = person.finds("heading", "Generations").await;
    let header = person.finds_around(&heading, "header").await;
    header.text().await.unwrap().replace('\n', " ")
}

/// Whether the pill looks as if its number may be old, and what its tooltip says.
async fn sees_the_pill(person: &Person, name: &str) -> (bool, String) {
    let pill = person.finds("link", name).await;
    let classes = pill.class_name().await.unwrap().unwrap_or_default();
    (classes.contains("pill--stale"), pill.attr("title").await.unwrap().unwrap_or_default())
}

at_every_width!(a_stream_that_stays_away_is_said_after_three_seconds_and_no_longer_once_it_is_back);

async fn a_stream_that_stays_away_is_said_after_three_seconds_and_no_longer_once_it_is_back(width: Width) {
    let mut server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    let email = person.signs_up_watched(&server, 300).await;
    assert_eq!(reads_header(&person).await, "Generations 0 outputs");
    browser.expects_to_be_cut_off();
    server.stop();

    let seen = person.asks_its_witness_until("the words Reconnecting…", |seen| seen.says).await;
    let waited_ms = seen.began_to_say[0] - seen.lost[0];
    let allowed_ms = SILENT_MS - CLOCKS_MS..SILENT_MS + LATE_MS;
    assert!(allowed_ms.contains(&waited_ms), "said {waited_ms} ms after the loss: {seen:?}");
    assert_eq!(reads_header(&person).await, "Generations Reconnecting…0 outputs");
    assert_eq!(sees_the_pill(&person, "300 credits — view billing").await, (true, "Reconnecting…".to_owned()));
    person.keeps_picture("reconnecting").await;

    server.gives(&email, 20);
    server.start_again();
    let seen = person.asks_its_witness_until("the words to go", |seen| !seen.says).await;
    assert_eq!(seen.began_to_say.len(), 1, "it is said once: {seen:?}");
    person.has(320).await;
    assert_eq!(reads_header(&person).await, "Generations 0 outputs");
    assert_eq!(sees_the_pill(&person, "320 credits — view billing").await, (false, String::new()));
    assert_eq!(person.asks_its_witness().await.numbers(), [300, 320]);
    browser.finish(&[]).await;
}

at_every_width!(a_stream_that_is_back_at_once_was_never_away);

async fn a_stream_that_is_back_at_once_was_never_away(width: Width) {
    let mut server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    let email = person.signs_up_watched(&server, 300).await;
    browser.expects_to_be_cut_off();
    server.stop();
    server.start_again();
    person.asks_its_witness_until("the stream to be open again", |seen| seen.opened.len() == 2).await;
    server.gives(&email, 20);
    person.has(320).await;
    // If it were said at all, it would be said about three seconds after the loss.
    let seen = eventually("more than three seconds after the loss", PATIENCE, || async {
        let seen = person.asks_its_witness().await;
        let now = person.runs("return Date.now()").await.as_i64()?;
        (now > seen.lost[0] + SILENT_MS + 10 * CLOCKS_MS).then_some(seen)
    })
    .await;
    assert!(seen.began_to_say.is_empty(), "a short absence was said: {seen:?}");
    assert_eq!(seen.numbers(), [300, 320]);
    browser.finish(&[]).await;
}
