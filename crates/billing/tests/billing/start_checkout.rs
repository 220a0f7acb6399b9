//! Starting a checkout: one intent is one session, whatever is repeated, refused or cut off half-way.

use std::sync::Arc;

use billing::{Billing, BillingParts, BillingSettings, CheckoutError, CheckoutStatus, Order, ReturnPath};

use crate::faulty::{Fault, FaultyGateway};
use crate::support::{House, catalog, key, order, session_of};

#[tokio::test]
async fn a_repeated_start_is_the_same_session() {
    let house = House::new().await;
    let account = house.someone();
    let first = house.billing.start_checkout(account, key("k"), order("price_credits_250", 1)).await.unwrap();
    let second = house.billing.start_checkout(account, key("k"), order("price_credits_250", 1)).await.unwrap();
    assert_eq!((first.is_replay, second.is_replay), (false, true));
    assert_eq!((first.checkout, first.url), (second.checkout, second.url));
    assert_eq!(first.checkout.get_version_num(), 7);
}

#[tokio::test]
async fn two_starts_at_once_are_the_same_session() {
    let house = House::new().await;
    let account = house.someone();
    let start = || house.billing.start_checkout(account, key("k"), order("price_credits_250", 1));
    let (one, two, three) = tokio::join!(start(), start(), start());
    let urls = [one, two, three].map(|started| started.unwrap().url);
    assert!(urls.iter().all(|url| *url == urls[0]), "{urls:?}");
}

#[tokio::test]
async fn of_several_sessions_for_one_order_the_first_that_was_written_down_is_given_to_everybody() {
    let house = House::new().await;
    let account = house.someone();
    let gateway = Arc::new(FaultyGateway::new(house.test_checkout.clone(), Fault::ForgetsKeys));
    let billing = house.reopened(gateway, catalog()).await;
    let start = || billing.start_checkout(account, key("k"), order("price_credits_250", 1));
    let (one, two, three) = tokio::join!(start(), start(), start());
    assert!(house.read::<i64>("SELECT count(*) AS value FROM billing_test_sessions").await > 1, "there was a race");
    let written: String = house.read("SELECT url AS value FROM billing_checkouts").await;
    assert_eq!([one, two, three].map(|started| started.unwrap().url), [(); 3].map(|()| written.clone()));
}

#[tokio::test]
async fn the_key_of_one_account_says_nothing_about_another() {
    let house = House::new().await;
    let (one, two) = (house.someone(), house.someone());
    let first = house.billing.start_checkout(one, key("k"), order("price_credits_250", 1)).await.unwrap();
    let second = house.billing.start_checkout(two, key("k"), order("price_credits_500", 1)).await.unwrap();
    assert_ne!(first.checkout, second.checkout);
}

#[tokio::test]
async fn a_key_with_a_different_order_is_refused() {
    let house = House::new().await;
    let account = house.someone();
    house.billing.start_checkout(account, key("k"), order("price_credits_250", 2)).await.unwrap();
    let elsewhere = Order { return_to: ReturnPath::new("/billing").unwrap(), ..order("price_credits_250", 2) };
    for other in [order("price_credits_250", 1), order("price_credits_500", 2), order("nothing", 0), elsewhere] {
        let refused = house.billing.start_checkout(account, key("k"), other).await.unwrap_err();
        assert!(matches!(refused, CheckoutError::KeyReused), "{refused}");
        assert_eq!((refused.code(), refused.field()), ("IDEMPOTENCY_KEY_REUSED", None));
    }
}

#[tokio::test]
async fn what_is_not_sold_is_refused_with_a_sentence_and_leaves_the_key_free() {
    let house = House::new().await;
    let account = house.someone();
    let rows = [
        ("price_unknown", 1, "price_id", "There is no pack or plan with this price id."),
        ("", 1, "price_id", "There is no pack or plan with this price id."),
        ("price_credits_250", 0, "quantity", "A credit pack is bought 1 to 100 at a time, a plan once."),
        ("price_credits_250", 101, "quantity", "A credit pack is bought 1 to 100 at a time, a plan once."),
        ("price_credits_250", u32::MAX, "quantity", "A credit pack is bought 1 to 100 at a time, a plan once."),
        ("price_creator_monthly", 0, "quantity", "A credit pack is bought 1 to 100 at a time, a plan once."),
        ("price_creator_monthly", 2, "quantity", "A credit pack is bought 1 to 100 at a time, a plan once."),
    ];
    for (price_id, quantity, field, sentence) in rows {
        let refused = house.billing.start_checkout(account, key("k"), order(price_id, quantity)).await.unwrap_err();
        assert_eq!((refused.code(), refused.field()), ("INVALID_REQUEST", Some(field)), "{price_id} {quantity}");
        assert_eq!(refused.sentence(), sentence);
    }
    assert!(house.billing.start_checkout(account, key("k"), order("price_credits_250", 100)).await.is_ok());
}

#[tokio::test]
async fn a_gateway_out_of_reach_is_said_without_internals_and_the_same_request_completes_it() {
    let house = House::new().await;
    let account = house.someone();
    let gateway = Arc::new(FaultyGateway::new(house.test_checkout.clone(), Fault::OutOfReach));
    let billing = house.reopened(gateway.clone(), catalog()).await;
    let failed = billing.start_checkout(account, key("k"), order("price_credits_250", 1)).await.unwrap_err();
    assert!(matches!(&failed, CheckoutError::GatewayUnavailable(cause) if cause.contains("10.0.0.7")), "{failed}");
    assert_eq!(failed.code(), "SERVICE_UNAVAILABLE");
    assert!(failed.sentence().contains("Nothing was charged") && !failed.sentence().contains("10.0.0.7"));
    gateway.set(Fault::None);
    let started = billing.start_checkout(account, key("k"), order("price_credits_250", 1)).await.unwrap();
    assert!(!started.is_replay);
    assert_eq!(house.checkout(account, started.checkout).await.status, CheckoutStatus::Open);
}

#[tokio::test]
async fn a_crash_after_the_gateway_made_the_session_comes_back_to_that_session() {
    let house = House::new().await;
    let account = house.someone();
    let gateway = Arc::new(FaultyGateway::new(house.test_checkout.clone(), Fault::LosesAnswer));
    let cut_off = house.reopened(gateway, catalog()).await;
    cut_off.start_checkout(account, key("k"), order("price_credits_250", 1)).await.unwrap_err();
    let started = house.billing.start_checkout(account, key("k"), order("price_credits_250", 1)).await.unwrap();
    assert_eq!(house.read::<i64>("SELECT count(*) AS value FROM billing_test_sessions").await, 1);
    let notice = house.test_checkout.pay(account, &session_of(&started)).await.unwrap().1;
    house.billing.session_paid(&notice.session).await.unwrap();
    assert_eq!(house.available(account).await, 300);
}

#[tokio::test]
async fn an_order_that_waited_for_the_gateway_keeps_its_promise_when_the_catalog_no_longer_sells_it() {
    let house = House::new().await;
    let account = house.someone();
    let gateway = Arc::new(FaultyGateway::new(house.test_checkout.clone(), Fault::OutOfReach));
    let billing = house.reopened(gateway, catalog()).await;
    billing.start_checkout(account, key("k"), order("price_credits_250", 1)).await.unwrap_err();
    let mut later = catalog();
    later.packs.retain(|pack| pack.price_id != "price_credits_250");
    let billing = house.reopened(Arc::new(house.test_checkout.clone()), later).await;
    let started = billing.start_checkout(account, key("k"), order("price_credits_250", 1)).await.unwrap();
    let notice = house.test_checkout.pay(account, &session_of(&started)).await.unwrap().1;
    billing.session_paid(&notice.session).await.unwrap();
    assert_eq!(house.available(account).await, 300);
}

#[tokio::test]
async fn a_gateway_elsewhere_is_given_whole_addresses_to_send_the_browser_back_to() {
    let house = House::new().await;
    let account = house.someone();
    let parts = BillingParts {
        ledger: house.ledger.clone(),
        database: house.database.clone(),
        catalog: Arc::new(catalog()),
        gateway: Arc::new(house.test_checkout.clone()),
        clock: house.clock.clone(),
        ids: house.ids.clone(),
        settings: BillingSettings { public_url: "https://studio.example".to_owned(), ..BillingSettings::default() },
    };
    let billing = Billing::open(parts).await.unwrap();
    let order = Order { return_to: ReturnPath::new("/billing?a=1").unwrap(), ..order("price_credits_250", 1) };
    let started = billing.start_checkout(account, key("k"), order).await.unwrap();
    let session = house.test_checkout.session(account, &session_of(&started)).await.unwrap().unwrap();
    assert_eq!(session.done_url, format!("https://studio.example/checkout/return/{}", started.checkout));
    assert_eq!(session.back_url, "https://studio.example/billing?a=1&checkout=canceled");
}
