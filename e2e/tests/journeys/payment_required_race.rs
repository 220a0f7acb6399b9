//! The balance is spent elsewhere between the gate and the server: the answer is an offer, not a failure.

use e2e::{Browser, Server, ServerOptions, Width};

at_every_width!(a_402_opens_the_modal_and_leaves_no_card);

async fn a_402_opens_the_modal_and_leaves_no_card(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 80).await;
    person.fills("Prompt", "deep sea station, bioluminescent drift").await;
    person.chooses("Video model", "Sora").await;

    // In another tab the credits are spent, just before this tab's own request reaches the server: the request that the click sends
    // waits until the other one was answered, and meanwhile this tab is told of nothing.
    let script = "const real = window.fetch; window.fetch = async (...request) => { \
        const url = String(request[0].url || request[0]); \
        const method = (request[1] && request[1].method) || request[0].method; \
        if (method === 'POST' && url.endsWith('/api/generations') && !window.raced) { window.raced = true; \
            await real('/api/generations', { method: 'POST', headers: { 'content-type': 'application/json', \
                'idempotency-key': crypto.randomUUID() }, body: JSON.stringify({ kind: 'render', model: 'kling-v2-1-master', \
                prompt: 'elsewhere', aspect_ratio: '16:9', seconds: 5, expected_cost: 35 }) }) } \
        return real(...request) }";
    person.runs(script).await;
    person.clicks("button", "Generate").await;
    person.finds("dialog", "Insufficient Credits").await;
    person.reads_eventually("You have 45 credits. This Sora render costs 80 credits. You need 35 more.").await;
    person.clicks("button", "Maybe later").await;
    person.loses("dialog", "Insufficient Credits").await;

    // The other request's card is there; the refused one left none, neither waiting nor failed. (What a field holds is not text.)
    person.reads_eventually("elsewhere").await;
    let text = person.reads().await;
    assert!(!text.contains("deep sea station") && !text.contains("Not made"), "a card for a refused request: {text}");
    assert_eq!(person.reads_field("Prompt").await, "deep sea station, bioluminescent drift");
    browser.finish(&[402]).await;
}
