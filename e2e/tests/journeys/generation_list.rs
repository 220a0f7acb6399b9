//! The list of generations: walked with the keyboard, shown page by page, and good for more than looking at.

use e2e::{Browser, PATIENCE, Person, Server, ServerOptions, Width, eventually};

use serde_json::{Value, json};
use thirtyfour::Key;

/// How many cards a page of the list has, and how many of these journeys' people make.
const PAGE: usize = 50;
const MANY: usize = 53;

/// Makes image previews by the API, as quickly as it goes, one after the other, and waits until all are done.
async fn makes_pictures(person: &Person, count: usize) {
    let script = "return (async () => { for (const number of Array(arguments[0]).keys()) { \
        const answer = await fetch('/api/generations', { method: 'POST', headers: { 'content-type': 'application/json', \
            'idempotency-key': crypto.randomUUID() }, body: JSON.stringify({ kind: 'image', model: 'flux-kontext-fast', \
            prompt: `picture ${number + 1}`, aspect_ratio: '1:1', seconds: 0, expected_cost: 1 }) }); \
        if (answer.status !== 202) return answer.status } return 'made' })()";
    let script = script.replace("arguments[0]", &count.to_string());
    assert_eq!(person.runs(&script).await, "made");
    eventually("all pictures", PATIENCE * 2, || async {
        let text = person.reads().await;
        let are_done = !text.contains("Waiting") && !text.contains("Rendering");
        (are_done && text.lines().any(|line| line == format!("picture {count}"))).then_some(())
    })
    .await;
}

/// The cards' titles, in the order of the page.
async fn titles(person: &Person) -> Vec<String> {
    person.names("listitem").await
}

/// The title of the card that has the focus.
async fn focused_title(person: &Person) -> Option<String> {
    let script = "const card = document.activeElement; \
        return card.localName === 'li' ? document.getElementById(card.getAttribute('aria-labelledby'))?.textContent : null";
    person.runs(script).await.as_str().map(str::to_owned)
}

/// Presses a key and expects the focus on the card of that place.
async fn walks(person: &Person, key: Key, place: usize, titles: &[String]) {
    let name = format!("{key:?}");
    person.presses(key).await;
    assert_eq!(focused_title(person).await.as_ref(), titles.get(place), "after {name}");
}

/// How many cards stand in the first row.
async fn columns(person: &Person) -> usize {
    let script = "const tops = [...document.querySelectorAll('main li')].map(card => card.offsetTop); \
        return tops.filter(top => top === tops[0]).length";
    usize::try_from(person.runs(script).await.as_u64().unwrap()).unwrap()
}

at_every_width!(arrows_home_and_end_walk_through_the_cards_and_tab_finds_one_of_them);

async fn arrows_home_and_end_walk_through_the_cards_and_tab_finds_one_of_them(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 20).await;
    makes_pictures(&person, 8).await;
    let titles = titles(&person).await;
    let newest_first: Vec<_> = (1..=8).rev().map(|number| format!("picture {number}")).collect();
    assert_eq!(titles, newest_first);
    let columns = columns(&person).await;
    let rows = if width.is_touched() { 1..=1 } else { 2..=5 };
    assert!(rows.contains(&columns), "{columns} cards in a row: this journey needs rows");

    // Tab comes to the first card from the last control before it.
    person.finds("combobox", "Video model").await.focus().await.unwrap();
    eventually("Tab to lead to a card", PATIENCE, || async {
        person.presses(Key::Tab).await;
        focused_title(&person).await
    })
    .await;
    assert_eq!(focused_title(&person).await.as_ref(), titles.first(), "the first one is the one that Tab leads to");

    walks(&person, Key::Up, 0, &titles).await;
    walks(&person, Key::Left, 0, &titles).await;
    walks(&person, Key::Right, 1, &titles).await;
    walks(&person, Key::Down, 1 + columns, &titles).await;
    walks(&person, Key::Left, columns, &titles).await;
    walks(&person, Key::Up, 0, &titles).await;
    walks(&person, Key::End, 7, &titles).await;
    walks(&person, Key::Right, 7, &titles).await;
    walks(&person, Key::Down, 7, &titles).await;
    walks(&person, Key::Home, 0, &titles).await;
    // Tab goes on into the card, and back again to the card where one was.
    walks(&person, Key::Right, 1, &titles).await;
    person.presses(Key::Tab).await;
    assert_eq!(person.focus().await, "a \"Download\"");
    person.presses_together(Key::Shift, Key::Tab).await;
    assert_eq!(focused_title(&person).await.as_ref(), titles.get(1), "back on the card");
    let reachable = "return [...document.querySelectorAll('main li[tabindex=\"0\"]')].length";
    assert_eq!(person.runs(reachable).await, 1, "one card is in the order of Tab");
    browser.finish(&[]).await;
}

at_every_width!(show_more_brings_the_older_ones_and_the_focus_to_the_first_of_them);

async fn show_more_brings_the_older_ones_and_the_focus_to_the_first_of_them(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 100).await;
    makes_pictures(&person, MANY).await;
    person.reloads().await;
    person.reads_eventually("50+ outputs").await;
    assert_eq!(titles(&person).await.len(), PAGE);
    let more = person.finds("button", "Show more").await;
    more.focus().await.unwrap();
    person.presses(Key::Enter).await;
    person.reads_eventually("53 outputs").await;
    person.loses("button", "Show more").await;
    let titles = titles(&person).await;
    let newest_first: Vec<_> = (1..=MANY).rev().map(|number| format!("picture {number}")).collect();
    assert_eq!(titles, newest_first);
    eventually("the focus on the first card of the second page", PATIENCE, || async {
        (focused_title(&person).await? == "picture 3").then_some(())
    })
    .await;
    walks(&person, Key::Left, PAGE - 1, &titles).await;
    browser.finish(&[]).await;
}

at_every_width!(an_empty_list_says_what_to_do_first);

async fn an_empty_list_says_what_to_do_first(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 20).await;
    let sentence = "Write a prompt, choose a model and press Generate. A generation that fails is never charged.";
    person.reads_eventually("Nothing here yet").await;
    person.reads_eventually(sentence).await;
    person.reads_eventually("0 outputs").await;
    person.keeps_picture("empty").await;
    makes_pictures(&person, 1).await;
    person.reads_eventually("1 output").await;
    assert!(!person.reads().await.contains("Nothing here yet"));
    browser.finish(&[]).await;
}

at_every_width!(a_result_is_kept_under_a_name_that_says_what_it_shows_and_its_prompt_is_used_again);

async fn a_result_is_kept_under_a_name_that_says_what_it_shows_and_its_prompt_is_used_again(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 100).await;
    let folder = tempfile::tempdir().unwrap();
    browser.keeps_downloads_in(folder.path()).await;
    let prompt = "Aurora above a frozen harbour, at blue hour!";
    person.fills("Prompt", prompt).await;
    person.chooses("Aspect ratio", "9:16").await;
    person.chooses("Duration", "8").await;
    person.clicks("button", "Preview · 5 cr").await;
    let within = ("listitem", prompt);
    eventually("the clip", PATIENCE * 2, || person.sees_within(within, ("link", "Download"))).await;

    let link = person.finds("link", "Download").await;
    let file = "aurora-above-a-frozen-harbour-at.mp4";
    assert_eq!(link.attr("download").await.unwrap().as_deref(), Some(file));
    person.clicks_within(within, ("link", "Download")).await;
    let clip = eventually("the file", PATIENCE, || async { std::fs::read(folder.path().join(file)).ok() }).await;
    assert_eq!(clip.get(4..8), Some(b"ftyp".as_slice()), "it is the clip itself");

    // Another prompt and other settings in between; then those of the card come back.
    person.clicks("tab", "Image").await;
    person.fills("Prompt", "something else").await;
    person.chooses("Aspect ratio", "1:1").await;
    person.clicks_within(within, ("button", "Reuse prompt")).await;
    assert_eq!(person.focus().await, "textarea \"Prompt\"");
    assert_eq!(person.reads_field("Prompt").await, prompt);
    let settings = [("Video model", "Wan 2.5 · 5 cr"), ("Aspect ratio", "9:16"), ("Duration", "8 s")];
    for (select, option) in settings {
        assert_eq!(person.reads_choice(select).await, option, "{select}");
    }
    browser.finish(&[]).await;
}

at_every_width!(a_retry_goes_through_the_gate);

async fn a_retry_goes_through_the_gate(width: Width) {
    let server = Server::start(&ServerOptions { refused_words: vec!["forbidden".to_owned()] });
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    let email = person.signs_up_with(&server, 80).await;
    person.fills("Prompt", "a forbidden castle").await;
    person.chooses("Video model", "Sora").await;
    person.clicks("button", "Generate").await;
    person.finds("button", "Retry").await;
    person.has(80).await;
    person.clicks("tab", "Image").await;
    person.fills("Prompt", "a red kite").await;
    person.clicks("button", "Image preview · 1 cr").await;
    person.has(79).await;
    let kite = ("listitem", "a red kite");
    eventually("the picture", PATIENCE, || person.sees_within(kite, ("link", "Download"))).await;

    browser.hears().await;
    let castle = ("listitem", "a forbidden castle");
    person.clicks_within(castle, ("button", "Retry")).await;
    person.finds("dialog", "Insufficient Credits").await;
    person.reads_eventually("You have 79 credits. This Sora render costs 80 credits. You need 1 more.").await;
    let sent = |heard: &[Value]| e2e::Request::to("POST", "/api/generations", heard).len();
    assert_eq!(sent(&browser.hears().await), 0, "a blocked click asks for nothing");
    server.gives(&email, 1);
    person.clicks("button", "Continue").await;
    eventually("the card of the second try", PATIENCE, || async {
        let failed = person.names("button").await.into_iter().filter(|name| name == "Retry").count();
        (failed == 2).then_some(())
    })
    .await;
    assert_eq!(sent(&browser.hears().await), 1);
    person.has(80).await;
    let titles = titles(&person).await;
    assert_eq!(json!(titles), json!(["a forbidden castle", "a red kite", "a forbidden castle"]), "a card of its own");
    browser.finish(&[]).await;
}
