//! What a gateway carries is compared with the order and never believed: nothing is credited that was not ordered.

use std::sync::Arc;

use billing::{BillingError, Session};
use credits::AccountId;
use uuid::Uuid;

use crate::faulty::FaultyGateway;
use crate::support::{House, catalog, session_of};

/// What of a paid session is distorted, what with, and what the error says then.
type Row = (&'static str, fn(&mut Session), &'static str);

#[tokio::test]
async fn a_paid_session_that_does_not_agree_with_its_order_is_not_credited() {
    let house = House::new().await;
    let rows: [Row; 6] = [
        ("price_credits_250", |session| session.subtotal.amount_minor = 1, "the amount is 1 usd instead of 1500 usd"),
        ("price_credits_250", |session| session.subtotal.currency = "jpy".into(), "1500 jpy instead of 1500 usd"),
        ("price_credits_250", |session| session.price_id = "price_x".into(), "the price is price_x instead of"),
        ("price_credits_250", |session| session.quantity = 9, "the quantity is 9 instead of 1"),
        ("price_credits_250", |session| session.checkout = Some(Uuid::nil()), "the checkout is 00000000-"),
        ("price_creator_monthly", |session| session.invoice = None, "a plan was paid without an invoice"),
    ];
    for (price_id, distort, expected) in rows {
        let account = house.someone();
        let started = house.start(account, price_id, 1).await;
        let session = session_of(&started);
        house.test_checkout.pay_silently(account, &session).await.unwrap();
        let gateway = Arc::new(FaultyGateway::distorting(house.test_checkout.clone(), distort));
        let billing = house.reopened(gateway, catalog()).await;
        let told = billing.session_paid(&session).await.unwrap_err();
        let asked = billing.checkout(account, started.checkout).await.unwrap_err();
        for error in [told, asked] {
            assert!(matches!(error, BillingError::Mismatch { .. }), "{error}");
            assert!(error.to_string().contains(expected), "{error}");
            assert!(!error.sentence().contains("instead of"), "{}", error.sentence());
        }
        assert_eq!(house.available(account).await, 0);
        // Once the gateway says what was ordered, the purchase is credited after all.
        house.billing.session_paid(&session).await.unwrap();
        assert_ne!(house.available(account).await, 0);
    }
}

#[tokio::test]
async fn the_account_a_gateway_names_is_never_credited() {
    let house = House::new().await;
    let buyer = house.someone();
    let session = session_of(&house.start(buyer, "price_credits_250", 1).await);
    house.test_checkout.pay_silently(buyer, &session).await.unwrap();
    let to_another = |session: &mut Session| session.account = Some(AccountId(Uuid::nil()));
    let gateway = Arc::new(FaultyGateway::distorting(house.test_checkout.clone(), to_another));
    let error = house.reopened(gateway, catalog()).await.session_paid(&session).await.unwrap_err();
    assert!(error.to_string().contains("the account is 00000000-"), "{error}");
    let carries_none = |session: &mut Session| (session.account, session.checkout) = (None, None);
    let gateway = Arc::new(FaultyGateway::distorting(house.test_checkout.clone(), carries_none));
    house.reopened(gateway, catalog()).await.session_paid(&session).await.unwrap();
    assert_eq!((house.available(buyer).await, house.available(AccountId(Uuid::nil())).await), (300, 0));
}

#[tokio::test]
async fn a_session_of_another_gateway_is_not_asked_of_this_one() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    house.test_checkout.pay_silently(account, &session_of(&started)).await.unwrap();
    house.tamper("UPDATE billing_checkouts SET gateway = 'stripe'").await;
    let told = house.billing.session_paid(&session_of(&started)).await.unwrap_err();
    assert!(matches!(told, BillingError::UnknownSession(_)), "{told}");
    let asked = house.billing.checkout(account, started.checkout).await.unwrap_err();
    assert!(matches!(asked, BillingError::GatewayUnavailable(_)), "{asked}");
    assert_eq!(house.available(account).await, 0);
}

#[tokio::test]
async fn a_session_that_its_gateway_has_forgotten_is_an_error_and_credits_nothing() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    house.tamper("DELETE FROM billing_test_sessions").await;
    let asked = house.billing.checkout(account, started.checkout).await.unwrap_err();
    assert!(matches!(asked, BillingError::UnknownSession(_)), "{asked}");
}
