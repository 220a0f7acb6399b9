//! Plans: months that are paid, or not; changes; the end.

use std::time::Duration;

use billing::events::EventState;
use serde_json::json;

use crate::support::Shop;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test]
async fn each_paid_month_brings_its_credits_and_a_month_that_cannot_be_paid_brings_none() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_explorer_monthly", 1).await;
    let plan = shop.plan_of(&begun).await;
    shop.stripe.renew(&plan).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 1_000);
    let invoice = shop.stripe.renewal_fails(&plan).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 1_000);
    let plans = shop.house.billing.subscriptions(ada.account).await.unwrap();
    assert_eq!(plans[0].state.as_str(), "past_due");
    // The card is replaced, and the same invoice is paid after all.
    shop.stripe.retry_invoice(&invoice).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 1_500);
    assert_eq!(shop.house.billing.subscriptions(ada.account).await.unwrap()[0].state.as_str(), "active");
}

#[tokio::test]
async fn what_is_left_of_a_month_goes_out_at_the_end_of_the_next_one() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.buys(&ada, "price_explorer_monthly", 1).await;
    shop.buys(&ada, "price_credits_250", 1).await;
    // Bought on 31 January: paid until 28 February, kept until 28 March.
    shop.house.clock.advance(DAY * 55);
    shop.house.ledger.sweep().await.unwrap();
    assert_eq!(shop.has(&ada).await, 800);
    shop.house.clock.advance(DAY * 2);
    shop.house.ledger.sweep().await.unwrap();
    assert_eq!(shop.has(&ada).await, 300, "a pack's credits never expire");
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 500", "deposit 300", "lapse -500"]);
}

#[tokio::test]
async fn whoever_has_a_plan_changes_it_in_the_portal_and_buys_no_second_one() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_explorer_monthly", 1).await;
    let order = json!({"price_id": "price_creator_monthly", "quantity": 1, "return_to": "/billing"});
    let url = ada.spend("/api/checkout", "second", &order).await.ok().json()["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with(&format!("{}/portal/", shop.stripe_url())), "{url}");
    let portal = ada.act("POST", "/api/billing/portal").await.ok().json()["url"].as_str().unwrap().to_owned();
    assert!(portal.starts_with(&format!("{}/portal/", shop.stripe_url())), "{portal}");
    let plan = shop.plan_of(&begun).await;
    shop.changes_plan(&plan, "price_creator_monthly").await;
    shop.settles().await;
    let plans = shop.house.billing.subscriptions(ada.account).await.unwrap();
    assert_eq!((plans[0].name.as_str(), plans[0].credits_a_month.get()), ("Creator", 1_800));
    // After the end of the plan another one can be bought.
    shop.stripe.cancel_now(&plan).unwrap();
    shop.settles().await;
    let again = shop.begins(&ada, "price_agency_monthly", 1).await;
    shop.stripe.pay(&again.session).unwrap();
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 500 + 1_300 + 6_000);
}

#[tokio::test]
async fn a_plan_that_is_cancelled_runs_to_the_end_of_its_month_and_brings_no_more() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_explorer_monthly", 1).await;
    let plan = shop.plan_of(&begun).await;
    let state = async || shop.house.billing.subscriptions(ada.account).await.unwrap()[0].state.as_str();
    assert_eq!(state().await, "active");
    shop.stripe.cancel_at_period_end(&plan).unwrap();
    assert_eq!(state().await, "canceling");
    shop.stripe.advance_clock(40 * 24 * 60 * 60);
    shop.settles().await;
    assert_eq!(state().await, "ended");
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 500"]);
}

#[tokio::test]
async fn time_renews_a_plan_by_itself() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.buys(&ada, "price_explorer_monthly", 1).await;
    for months in 2..=4 {
        shop.stripe.advance_clock(31 * 24 * 60 * 60);
        shop.settles().await;
        assert_eq!(shop.ledger_of(&ada).await.len(), months, "{months}");
    }
}

#[tokio::test]
async fn whoever_was_deleted_at_stripe_buys_again_as_a_new_customer() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_credits_250", 1).await;
    let first = shop.session(&begun.session).await["customer"].as_str().unwrap().to_owned();
    shop.stripe.delete_customer(&first).unwrap();
    shop.settles().await;
    let begun = shop.buys(&ada, "price_credits_250", 1).await;
    let second = shop.session(&begun.session).await["customer"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    // Nobody tells this time: it is noticed when it matters.
    shop.stripe.stop_deliveries();
    shop.stripe.delete_customer(&second).unwrap();
    assert_eq!(ada.act("POST", "/api/billing/portal").await.ok().status, 200);
    let begun = shop.begins(&ada, "price_credits_250", 1).await;
    assert_ne!(shop.session(&begun.session).await["customer"].as_str(), Some(second.as_str()));
    assert_eq!(shop.has(&ada).await, 600);
    assert_eq!(shop.events(EventState::Dead).await, [""; 0]);
}

#[tokio::test]
async fn whoever_subscribed_before_a_price_changed_goes_on_to_be_credited() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let ordered = shop.buys(&ada, "price_explorer_monthly", 1).await;
    let bob = shop.house.newcomer("bob").await;
    let changed = shop.buys(&bob, "price_explorer_monthly", 1).await;
    shop.changes_plan(&shop.plan_of(&changed).await, "price_creator_monthly").await;
    shop.settles().await;
    let (before_ada, before_bob) = (shop.has(&ada).await, shop.has(&bob).await);
    // The names go to other prices; those who subscribed go on to pay what they paid.
    for price_id in ["price_explorer_monthly", "price_creator_monthly"] {
        shop.reprices(price_id, 9_900).await;
    }
    shop.stripe.renew(&shop.plan_of(&ordered).await).unwrap();
    shop.stripe.renew(&shop.plan_of(&changed).await).unwrap();
    shop.settles().await;
    assert_eq!((shop.has(&ada).await, shop.has(&bob).await), (before_ada + 500, before_bob + 1_800));
    assert_eq!(shop.events(EventState::Dead).await, [""; 0]);
}

#[tokio::test]
async fn a_second_checkout_for_a_plan_ends_the_first() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let first = shop.begins(&ada, "price_explorer_monthly", 1).await;
    let second = shop.begins(&ada, "price_creator_monthly", 1).await;
    assert_eq!(shop.session(&first.session).await["status"], "expired");
    assert!(shop.stripe.pay(&first.session).is_err(), "only one of them can be paid");
    shop.stripe.pay(&second.session).unwrap();
    shop.settles().await;
    assert_eq!(shop.ledger_of(&ada).await, ["deposit 1800"]);
}

#[tokio::test]
async fn an_invoice_with_more_lines_than_fit_into_it_is_read_to_its_end() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.buys(&ada, "price_explorer_monthly", 1).await;
    let plan = shop.plan_of(&begun).await;
    // Changes that are billed with the next month: two lines each.
    for _ in 0..4 {
        for price_id in ["price_creator_monthly", "price_explorer_monthly"] {
            shop.changes_plan_later(&plan, price_id).await;
        }
    }
    let invoice = shop.stripe.renew(&plan).unwrap();
    let object = shop.reads(&format!("/v1/invoices/{invoice}")).await;
    assert_eq!(object["lines"]["has_more"], true);
    shop.settles().await;
    // Back and forth comes to nothing but what is rounded down; the month itself brings 500.
    let brought = shop.has(&ada).await - 500;
    assert!((492..=500).contains(&brought), "{brought}");
    assert_eq!(shop.events(EventState::Dead).await, [""; 0]);
}
