//! The whole way through the real gateway: pack, declined card, plan, portal, and a refund that is seen where it happens.

use e2e::{Browser, Shop, Width};

const PROMPT: &str = "a lighthouse in a snowstorm, wide shot";

at_every_width!(a_pack_is_bought_at_stripe_and_a_refund_is_seen_without_a_reload);

async fn a_pack_is_bought_at_stripe_and_a_refund_is_seen_without_a_reload(width: Width) {
    let shop = Shop::open();
    let browser = Browser::open_at(&shop.server, width).await;
    browser.may_visit(&shop.stripe_url());
    let person = browser.person();
    person.signs_up().await;
    person.fills("Prompt", PROMPT).await;
    person.clicks("button", "Generate").await;
    person.clicks("button", "Buy Starter Pack — $15 (300 cr)").await;

    // The first card is declined, and nothing is lost.
    person.finds("button", "Pay with a card that is declined").await;
    person.keeps_picture("stripe-pay").await;
    person.clicks("button", "Pay with a card that is declined").await;
    person.reads_eventually("Your card was declined.").await;
    person.clicks("button", "Pay").await;
    person.arrives_at("/").await;
    person.has(300).await;
    person.reads_eventually("300 credits added").await;
    assert_eq!(person.reads_field("Prompt").await, PROMPT);

    // Money goes back while the page is open.
    shop.stripe.refund(&shop.last_payment(), Some(500)).unwrap();
    person.has(200).await;
    shop.stripe.refund(&shop.last_payment(), None).unwrap();
    person.has(0).await;
    browser.finish(&[]).await;
}

#[tokio::test]
async fn a_cancelled_checkout_at_stripe_leads_back_with_nothing_lost() {
    let shop = Shop::open();
    let browser = Browser::open(&shop.server).await;
    browser.may_visit(&shop.stripe_url());
    let person = browser.person();
    person.signs_up().await;
    person.fills("Prompt", PROMPT).await;
    person.clicks("button", "Generate").await;
    person.clicks("button", "Buy Starter Pack — $15 (300 cr)").await;
    person.clicks("button", "Cancel").await;
    person.arrives_at("/").await;
    person.reads_eventually("Checkout canceled. Nothing was charged.").await;
    person.has(0).await;
    assert_eq!(person.reads_field("Prompt").await, PROMPT);
    browser.finish(&[]).await;
}

at_every_width!(a_plan_is_bought_changed_and_cancelled_in_stripes_portal);

async fn a_plan_is_bought_changed_and_cancelled_in_stripes_portal(width: Width) {
    let shop = Shop::open();
    let browser = Browser::open_at(&shop.server, width).await;
    browser.may_visit(&shop.stripe_url());
    let person = browser.person();
    person.signs_up().await;
    person.goes_to("/billing").await;
    person.clicks_the_one_for("button", "Subscribe", "Explorer").await;
    person.clicks("button", "Pay").await;
    person.arrives_at("/billing").await;
    person.has(500).await;

    // Whoever has a plan changes it: buying another one leads to the portal.
    person.clicks_the_one_for("button", "Subscribe", "Creator").await;
    person.finds("button", "Change to Creator").await;
    person.keeps_picture("stripe-portal").await;
    person.clicks("button", "Change to Creator").await;
    person.clicks("link", "Return to the shop").await;
    person.arrives_at("/billing").await;
    person.has(1_800).await;

    person.clicks("button", "Manage billing").await;
    person.clicks("button", "Cancel plan").await;
    person.finds("button", "Keep plan").await;
    person.clicks("link", "Return to the shop").await;
    person.arrives_at("/billing").await;
    person.has(1_800).await;

    // The next month would have been another plan's; the time of this one is over.
    browser.finish(&[]).await;
}

#[tokio::test]
async fn whoever_comes_back_before_stripe_told_has_the_credits_all_the_same() {
    let shop = Shop::open();
    shop.stripe.stop_deliveries();
    let browser = Browser::open(&shop.server).await;
    browser.may_visit(&shop.stripe_url());
    let person = browser.person();
    person.signs_up().await;
    person.goes_to("/billing").await;
    person.clicks_the_one_for("button", "Buy credits", "Booster Pack").await;
    person.clicks("button", "Pay").await;
    person.arrives_at("/billing").await;
    person.has(600).await;
    shop.stripe.resume_deliveries();
    shop.stripe.quiesce().await;
    person.has(600).await;
    browser.finish(&[]).await;
}
