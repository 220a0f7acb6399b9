//! A plan is bought, its first month is credited, and it is cancelled in the portal.

use e2e::{Browser, Server, ServerOptions, Width};

at_every_width!(a_plans_first_month_is_credited_and_the_portal_cancels_it);

async fn a_plans_first_month_is_credited_and_the_portal_cancels_it(width: Width) {
    let server = Server::start(&ServerOptions::default());
    let browser = Browser::open_at(&server, width).await;
    let person = browser.person();
    person.signs_up().await;
    person.goes_to("/billing").await;
    person.keeps_picture("billing").await;
    person.clicks_the_one_for("button", "Subscribe", "Creator").await;
    person.clicks("button", "Pay").await;
    person.arrives_at("/billing").await;
    person.finds("link", "1,800 credits — view billing").await;
    person.reads_eventually("1,800 credits added").await;

    person.clicks("button", "Manage billing").await;
    person.finds("button", "Cancel plan").await;
    let portal = person.reads().await;
    assert!(portal.contains("Creator") && portal.contains("no money moves"), "{portal}");
    person.clicks("button", "Cancel plan").await;
    person.reads_eventually("Cancels on").await;
    browser.finish(&[]).await;
}
