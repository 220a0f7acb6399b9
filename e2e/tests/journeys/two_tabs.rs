//! Bought in one tab, seen in the other.

use e2e::{Browser, Server, ServerOptions, Width, eventually};

/// "Within a second" of the deposit: what is promised, and the one time that a journey looks at.
const WITHIN_MS: f64 = 1_000.0;

/// The first tab notes when each of its three places first shows the new balance.
const WATCH: &str = "const parts = { \
    pill: () => document.querySelector('aside a[aria-label^=\"300 credits\"]'), \
    footer: () => document.body.innerText.includes('· 300 bal'), \
    modal: () => document.body.innerText.includes('You now have 300 credits') }; \
    window.paintedAt = {}; \
    const note = () => { for (const part in parts) if (!window.paintedAt[part] && parts[part]()) window.paintedAt[part] = Date.now() }; \
    note(); if (Object.keys(window.paintedAt).length) throw new Error('shown before it was bought'); \
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true }); \
    window.isWatching = true";

at_every_width!(the_other_tabs_pill_footer_and_open_modal_follow_within_a_second);

async fn the_other_tabs_pill_footer_and_open_modal_follow_within_a_second(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    let email = person.signs_up().await;
    person.fills("Prompt", "aurora above a frozen harbour at blue hour").await;
    person.clicks("button", "Generate").await;
    person.finds("dialog", "Insufficient Credits").await;
    let first = browser.tab().await;

    let second = browser.open_tab().await;
    person.goes_to("/billing").await;
    person.clicks_the_one_for("button", "Buy credits", "Starter Pack").await;
    person.finds("button", "Pay").await;
    browser.switch_to(&first).await;
    person.runs(WATCH).await;
    assert_eq!(person.runs("return window.isWatching === true").await, true, "nothing is shown before it was bought");
    browser.switch_to(&second).await;
    person.clicks("button", "Pay").await;
    person.arrives_at("/billing").await;
    person.has(300).await;

    browser.switch_to(&first).await;
    eventually("the open modal to follow", e2e::PATIENCE, || async {
        person.sees("button", "Continue").await.then_some(())
    })
    .await;
    person.reads_eventually("You now have 300 credits").await;
    assert!(person.runs("return document.body.innerText").await.to_string().contains("300 bal"));

    // Each of the three is compared with the moment at which the ledger itself kept the deposit: all run by this machine's clock.
    let shown: serde_json::Value =
        serde_json::from_str(&server.operator(&["account", "show", &email, "--json"])).unwrap();
    assert_eq!(shown["entries"][0]["kind"], "deposit", "{shown}");
    let deposited_at = shown["entries"][0]["at"].as_str().unwrap();
    let deposited_at_ms = person.runs(&format!("return Date.parse({deposited_at:?})")).await.as_f64().unwrap();
    for part in ["pill", "footer", "modal"] {
        let painted_at_ms = person.runs(&format!("return window.paintedAt.{part}")).await.as_f64();
        let late_ms = painted_at_ms.map(|painted_at_ms| painted_at_ms - deposited_at_ms);
        assert!(late_ms.is_some_and(|late_ms| late_ms <= WITHIN_MS), "the {part} followed after {late_ms:?} ms");
    }
    person.clicks("button", "Continue").await;
    person.has(220).await;
    browser.switch_to(&second).await;
    person.has(220).await;
    browser.finish(&[]).await;
}
