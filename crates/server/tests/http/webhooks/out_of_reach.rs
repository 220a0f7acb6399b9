//! Stripe cannot be asked, or answers what it should not.

use std::time::{Duration, Instant};

use serde_json::json;
use stripe_stand_in::{Failure, Faults};

use crate::support::{Shop, starter_pack, with};

#[tokio::test]
async fn a_call_that_does_not_get_through_is_made_again_and_does_its_work_once() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    // Longer than is waited for.
    shop.stripe.set_faults(Faults { hang_ms: 2_500, ..Faults::default() });
    let failures = [
        Failure::Timeout,
        Failure::TooManyRequests { retry_after_s: 0 },
        Failure::ServerErrorBefore,
        Failure::ServerErrorAfter,
    ];
    for (place, failure) in failures.into_iter().enumerate() {
        shop.stripe.fail_next(2, failure);
        let answer = ada.spend("/api/checkout", &format!("intent-{place}"), &starter_pack()).await;
        assert_eq!(answer.status, 200, "{failure:?}: {}", answer.text());
    }
    // One for each intent, and one more: of an error that Stripe remembers nobody knows whether the work was done.
    let sessions = shop.reads("/v1/checkout/sessions?limit=100").await;
    assert_eq!(sessions["data"].as_array().unwrap().len(), failures.len() + 1);
    // Whichever of the two is paid is credited.
    for session in shop.stripe.sessions() {
        shop.stripe.pay(&session).unwrap();
    }
    shop.settles().await;
    assert_eq!(shop.has(&ada).await, 5 * 300);
}

#[tokio::test]
async fn when_stripe_is_out_of_reach_the_order_is_kept_and_the_same_click_completes_it() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.stripe.fail_next(3, Failure::ServerErrorBefore);
    let refused = ada.spend("/api/checkout", "intent", &starter_pack()).await;
    assert_eq!((refused.status, refused.code().as_str()), (503, "SERVICE_UNAVAILABLE"));
    assert!(refused.header("retry-after").is_some());
    let text = refused.text();
    assert!(text.contains("Nothing was charged") && !text.contains("stripe") && !text.contains("127.0.0.1"), "{text}");
    let completed = ada.spend("/api/checkout", "intent", &starter_pack()).await.ok();
    let again = ada.spend("/api/checkout", "intent", &starter_pack()).await.ok();
    assert_eq!(completed.json()["url"], again.json()["url"]);
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
}

#[tokio::test]
async fn a_stripe_that_is_busy_is_not_taken_for_one_that_is_lost() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    for intent in 0..8 {
        shop.stripe.fail_next(3, Failure::TooManyRequests { retry_after_s: 0 });
        assert_eq!(ada.spend("/api/checkout", &format!("intent-{intent}"), &starter_pack()).await.status, 503);
    }
    assert_eq!(ada.spend("/api/checkout", "intent-8", &starter_pack()).await.ok().status, 200);
}

#[tokio::test]
async fn whoever_asks_for_a_long_pause_is_not_waited_for() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.stripe.fail_next(1, Failure::TooManyRequests { retry_after_s: 60 });
    let began = Instant::now();
    assert_eq!(ada.spend("/api/checkout", "intent", &starter_pack()).await.status, 503);
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn after_several_calls_in_vain_nobody_waits_for_another_one_until_a_moment_has_passed() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    shop.stripe.fail_next(15, Failure::ServerErrorBefore);
    for intent in 0..5 {
        assert_eq!(ada.spend("/api/checkout", &format!("intent-{intent}"), &starter_pack()).await.status, 503);
    }
    // Stripe is back, and is left alone all the same.
    let refused = ada.spend("/api/checkout", "intent-5", &starter_pack()).await;
    assert_eq!(refused.status, 503);
    shop.house.clock.advance(Duration::from_secs(16));
    assert_eq!(ada.spend("/api/checkout", "intent-5", &starter_pack()).await.ok().status, 200);
}

#[tokio::test]
async fn a_price_that_is_not_what_the_catalog_says_is_never_asked_for() {
    let shop = Shop::open().await;
    let ada = shop.house.newcomer("ada").await;
    // Somebody has given the name to another price.
    shop.reprices("price_credits_250", 9_900).await;
    let refused = ada.spend("/api/checkout", "intent", &starter_pack()).await;
    assert_eq!(refused.status, 503);
    assert!(!refused.text().contains("9900"), "{}", refused.text());
    // Whatever the catalog does not sell, or not so, is the buyer's to put right.
    for (name, value) in [("price_id", json!("price_nobody_sells")), ("quantity", json!(101)), ("quantity", json!(0))] {
        let answer = ada.spend("/api/checkout", "wrong", &with(starter_pack(), name, Some(value))).await;
        assert_eq!(answer.pointers(), [format!("/{name}")]);
    }
}

#[tokio::test]
async fn taxes_and_promotion_codes_are_asked_for_where_they_are_switched_on() {
    let plain = Shop::open().await;
    let ada = plain.house.newcomer("ada").await;
    let begun = plain.begins(&ada, "price_credits_250", 1).await;
    let session = plain.session(&begun.session).await;
    assert_eq!(session["automatic_tax"]["enabled"], false);
    assert_ne!(session["allow_promotion_codes"], true);
    let shop = Shop::open_with(|settings| (settings.automatic_tax, settings.promotion_codes) = (true, true)).await;
    let ada = shop.house.newcomer("ada").await;
    let begun = shop.begins(&ada, "price_credits_250", 1).await;
    let session = shop.session(&begun.session).await;
    assert_eq!(session["automatic_tax"]["enabled"], true);
    assert_eq!(session["allow_promotion_codes"], true);
}
