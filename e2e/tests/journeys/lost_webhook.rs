//! Paid, and nobody told us: the credits arrive on return.

use e2e::{Browser, Server, ServerOptions, Width};

at_every_width!(credits_arrive_on_return_although_no_notice_came);

async fn credits_arrive_on_return_although_no_notice_came(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up().await;
    person.fills("Prompt", "embers over a ruined opera house").await;
    person.clicks("button", "Generate").await;
    person.clicks("button", "Buy Starter Pack — $15 (300 cr)").await;
    person.clicks("button", "Pay, but tell nobody").await;
    person.arrives_at("/").await;
    person.has(300).await;
    person.reads_eventually("300 credits added").await;
    assert_eq!(person.reads_field("Prompt").await, "embers over a ruined opera house");

    // One click on Continue spends, and the notice does not come back with a reload.
    person.clicks("button", "Continue").await;
    person.has(220).await;
    person.reloads().await;
    person.has(220).await;
    assert!(!person.reads().await.contains("300 credits added"));
    browser.finish(&[]).await;
}
