//! The server restarts under ten open tabs: they come back by themselves, and no number on the way is wrong.

use e2e::{Browser, Server, ServerOptions};

const TABS: usize = 10;
const BEFORE: i64 = 300;
const GRANTED: i64 = 120;

#[tokio::test]
async fn ten_tabs_outlive_a_restart_without_a_reload_and_without_a_wrong_number() {
    let mut server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    let email = person.signs_up_with(&server, BEFORE).await;
    let tabs = browser.opens_tabs(TABS, "/").await;
    for (place, tab) in tabs.iter().enumerate() {
        browser.switch_to(tab).await;
        person.runs(&format!("window.sameDocument = {place}")).await;
    }

    browser.expects_to_be_cut_off();
    server.stop();
    let seen =
        browser.asks_all_until("the loss to be noticed", &tabs, |seen| seen.iter().any(|tab| !tab.lost.is_empty()));
    assert!(seen.await.iter().all(|tab| tab.numbers() == [BEFORE]), "the last number stays");
    // The operator grants without a server.
    server.gives(&email, GRANTED);
    server.start_again();

    let has_followed = |tab: &e2e::Witness| tab.numbers().last() == Some(&(BEFORE + GRANTED)) && !tab.says;
    let seen = browser.asks_all_until("all tabs to be back", &tabs, |seen| seen.iter().all(has_followed)).await;
    for (place, tab) in seen.iter().enumerate() {
        assert_eq!(tab.numbers(), [BEFORE, BEFORE + GRANTED], "tab {place}: {tab:?}");
    }
    let open: i64 = seen.iter().map(|tab| tab.open).sum();
    assert_eq!(open, 1, "still one stream for all of them: {seen:?}");
    for (place, tab) in tabs.iter().enumerate() {
        browser.switch_to(tab).await;
        assert_eq!(person.runs("return window.sameDocument").await, place, "tab {place} was loaded again");
    }

    // They follow as before.
    server.gives(&email, 1);
    let has_one_more = |tab: &e2e::Witness| tab.numbers().last() == Some(&(BEFORE + GRANTED + 1));
    browser.asks_all_until("all tabs to follow", &tabs, |seen| seen.iter().all(has_one_more)).await;
    browser.finish(&[]).await;
}
