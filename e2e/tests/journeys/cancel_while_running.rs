//! Cancel stops the work and returns the credits.

use e2e::{Browser, Server, ServerOptions, Width};

at_every_width!(a_cancelled_render_returns_its_credits);

async fn a_cancelled_render_returns_its_credits(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up_with(&server, 100).await;

    person.fills("Prompt", "a caravan across red dunes").await;
    person.chooses("Video model", "Sora").await;
    person.chooses("Duration", "10").await;
    person.clicks("button", "Generate").await;
    person.has(20).await;
    person.clicks("button", "Cancel").await;
    person.has(100).await;
    person.reads_eventually("Cancelled").await;
    assert!(person.reads().await.contains("Not charged"));
    assert!(server.operator(&["ledger", "audit"]).contains("every balance is the sum of its entries"));
    browser.finish(&[]).await;
}
