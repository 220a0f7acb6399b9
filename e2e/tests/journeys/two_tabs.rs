//! Bought in one tab, seen in the other.

use std::time::Duration;

use e2e::{Browser, Server, ServerOptions, eventually};

#[tokio::test]
async fn the_other_tabs_pill_footer_and_open_modal_follow_within_a_second() {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open(&server).await;
    let person = browser.person();
    person.signs_up().await;
    person.fills("Prompt", "aurora above a frozen harbour at blue hour").await;
    person.clicks("button", "Generate").await;
    person.finds("dialog", "Insufficient Credits").await;
    let first = browser.tab().await;

    // The clock of the first tab notes when it painted the new balance.
    let second = browser.open_tab().await;
    person.goes_to("/billing").await;
    person.clicks_the_one_for("button", "Buy credits", "Starter Pack").await;
    person.finds("button", "Pay").await;
    browser.switch_to(&first).await;
    let watch = "window.paintedAt = null; new MutationObserver(() => { if (!window.paintedAt && \
        document.body.innerText.includes('You now have 300 credits')) window.paintedAt = Date.now() })\
        .observe(document.body, { subtree: true, childList: true, characterData: true })";
    person.runs(watch).await;
    browser.switch_to(&second).await;
    person.clicks("button", "Pay").await;
    person.arrives_at("/billing").await;
    person.has(300).await;
    let returned_at = person.runs("return Date.now()").await.as_f64().unwrap();

    browser.switch_to(&first).await;
    eventually("the open modal to follow", e2e::PATIENCE, || async {
        person.sees("button", "Continue").await.then_some(())
    })
    .await;
    person.reads_eventually("You now have 300 credits").await;
    assert!(person.runs("return document.body.innerText").await.to_string().contains("300 bal"));
    let painted_at = person.runs("return window.paintedAt").await.as_f64().unwrap();
    // The first tab had painted before the second could even look at its own page, or at the most a second later.
    assert!(
        painted_at <= returned_at + Duration::from_secs(1).as_secs_f64() * 1_000.0,
        "{} ms late",
        painted_at - returned_at
    );
    person.clicks("button", "Continue").await;
    person.has(220).await;
    browser.switch_to(&second).await;
    person.has(220).await;
    browser.finish(&[]).await;
}
