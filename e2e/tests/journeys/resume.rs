//! A stream that broke off goes on where it was: it is opened again with the version that was seen last, and brings what has changed.

use e2e::{Browser, Person, Request, Server, ServerOptions};

/// The version of the balance that the page was told last, which its stream has to go on from.
async fn reads_version(person: &Person) -> String {
    let asked = "return fetch('/api/balance').then(answer => answer.json()).then(balance => String(balance.version))";
    person.runs(asked).await.as_str().unwrap().to_owned()
}

/// The version that each request for the stream named, by its header and by its query.
fn resumed_from(heard: &[serde_json::Value]) -> Vec<(Option<String>, Option<String>)> {
    let of = |request: &Request| {
        let query = request.path.split_once("last_event_id=").map(|(_, id)| id.to_owned());
        (request.header("last-event-id").map(str::to_owned), query)
    };
    Request::to("GET", "/api/events", heard).iter().map(of).collect()
}

#[tokio::test]
async fn after_a_short_loss_the_browser_names_what_it_saw_last_in_a_header() {
    let mut server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let email = person.signs_up_watched(&server, 300).await;
    // A change that the stream tells, so that there is a version to go on from.
    server.gives(&email, 5);
    person.has(305).await;
    let version = reads_version(&person).await;
    browser.hears().await;

    browser.expects_to_be_cut_off();
    server.stop();
    server.gives(&email, 20);
    server.start_again();
    person.asks_its_witness_until("the stream to be open again", |seen| seen.opened.len() == 2).await;
    person.has(325).await;
    assert_eq!(person.asks_its_witness().await.numbers(), [300, 305, 325]);
    assert_eq!(resumed_from(&browser.hears().await), [(Some(version), None)]);
    browser.finish(&[]).await;
}

#[tokio::test]
async fn after_a_long_loss_the_page_names_what_it_saw_last_in_the_query() {
    let mut server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let email = person.signs_up_watched(&server, 300).await;
    server.gives(&email, 5);
    person.has(305).await;
    let version = reads_version(&person).await;
    browser.hears().await;

    browser.expects_to_be_cut_off();
    server.stop();
    // The loss, the browser's own attempt in vain, and one of the page's.
    person.asks_its_witness_until("three losses", |seen| seen.lost.len() == 3).await;
    server.gives(&email, 20);
    server.start_again();
    person.asks_its_witness_until("the stream to be open again", |seen| seen.opened.len() == 2).await;
    person.has(325).await;
    assert_eq!(person.asks_its_witness().await.numbers(), [300, 305, 325]);
    let resumed = resumed_from(&browser.hears().await);
    // What the browser itself would have said was never sent: there was no connection to send it by.
    assert_eq!(resumed[0], (None, None), "the browser's own attempt: {resumed:?}");
    assert!(resumed.len() >= 3, "each attempt is one request: {resumed:?}");
    for attempt in &resumed[1..] {
        assert_eq!(*attempt, (None, Some(version.clone())), "an attempt of the page's: {resumed:?}");
    }
    // It goes on from there, too.
    server.gives(&email, 1);
    person.has(326).await;
    browser.finish(&[]).await;
}
