//! The return page asks the gateway itself: nobody waits for a webhook, and nobody sees what is someone else's.

use std::sync::Arc;
use std::time::Duration;

use billing::gateways::test_checkout::{TestCheckoutError, TestSessionState};
use billing::{BillingError, Checkout, CheckoutStatus, ReturnPath};
use credits::Credits;

use crate::faulty::{Fault, FaultyGateway};
use crate::support::{DAY, House, catalog, session_of};

#[tokio::test]
async fn a_payment_of_which_nobody_told_us_is_credited_on_return() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    house.test_checkout.pay_silently(account, &session_of(&started)).await.unwrap();
    assert_eq!(house.available(account).await, 0);
    let checkout = house.checkout(account, started.checkout).await;
    let expected = Checkout {
        id: started.checkout,
        status: CheckoutStatus::Paid,
        credits: Credits::from(300),
        name: "Starter Pack".to_owned(),
        quantity: 1,
        return_to: ReturnPath::new("/").unwrap(),
        was_credited_now: true,
    };
    assert_eq!(checkout, expected);
    assert_eq!(house.available(account).await, 300);
    assert_eq!(house.checkout(account, started.checkout).await, Checkout { was_credited_now: false, ..expected });
    assert_eq!(house.available(account).await, 300);
}

#[tokio::test]
async fn a_checkout_that_is_not_paid_is_open_and_says_what_it_will_bring() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_2500", 2).await;
    let checkout = house.checkout(account, started.checkout).await;
    assert_eq!((checkout.status, checkout.credits.get(), checkout.quantity), (CheckoutStatus::Open, 6_000, 2));
    assert_eq!(house.available(account).await, 0);
}

#[tokio::test]
async fn a_declined_card_charges_nothing_and_can_be_followed_by_a_payment() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    let session = session_of(&started);
    let declined = house.test_checkout.decline(account, &session).await.unwrap();
    assert_eq!(declined.state, TestSessionState::Declined);
    assert_eq!(house.checkout(account, started.checkout).await.status, CheckoutStatus::Open);
    assert_eq!(house.available(account).await, 0);
    let (paid, notice) = house.test_checkout.pay(account, &session).await.unwrap();
    assert_eq!(paid.state, TestSessionState::Paid);
    house.billing.session_paid(&notice.session).await.unwrap();
    assert_eq!(house.available(account).await, 300);
}

#[tokio::test]
async fn a_cancelled_checkout_charges_nothing_and_leads_back() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    let cancelled = house.test_checkout.cancel(account, &session_of(&started)).await.unwrap();
    assert_eq!(cancelled.back_url, "/?checkout=canceled");
    assert_eq!(house.checkout(account, started.checkout).await.status, CheckoutStatus::Open);
    assert_eq!(house.available(account).await, 0);
}

#[tokio::test]
async fn an_expired_session_cannot_be_paid_and_its_checkout_says_so() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    let session = session_of(&started);
    house.clock.advance(DAY - Duration::from_micros(1));
    assert_eq!(house.checkout(account, started.checkout).await.status, CheckoutStatus::Open);
    house.clock.advance(Duration::from_micros(1));
    for refused in [
        house.test_checkout.pay(account, &session).await.map(|_| ()),
        house.test_checkout.pay_silently(account, &session).await.map(|_| ()),
        house.test_checkout.decline(account, &session).await.map(|_| ()),
    ] {
        assert!(matches!(refused, Err(TestCheckoutError::Expired)), "{refused:?}");
    }
    house.billing.session_paid(&session).await.unwrap();
    assert_eq!(house.checkout(account, started.checkout).await.status, CheckoutStatus::Expired);
    assert_eq!(house.available(account).await, 0);
}

#[tokio::test]
async fn a_session_paid_in_time_stays_paid_when_its_time_is_over() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    house.test_checkout.pay_silently(account, &session_of(&started)).await.unwrap();
    house.clock.advance(DAY * 2);
    assert_eq!(house.checkout(account, started.checkout).await.status, CheckoutStatus::Paid);
    assert_eq!(house.available(account).await, 300);
}

#[tokio::test]
async fn someone_elses_checkout_is_none_and_is_not_credited_by_asking() {
    let house = House::new().await;
    let (owner, stranger) = (house.someone(), house.someone());
    let started = house.start(owner, "price_credits_250", 1).await;
    house.test_checkout.pay_silently(owner, &session_of(&started)).await.unwrap();
    assert_eq!(house.billing.checkout(stranger, started.checkout).await.unwrap(), None);
    assert_eq!(house.billing.checkout(owner, stranger.0).await.unwrap(), None);
    assert_eq!((house.available(owner).await, house.available(stranger).await), (0, 0));
}

#[tokio::test]
async fn a_gateway_out_of_reach_is_said_and_a_purchase_that_was_credited_needs_it_no_more() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_250", 1).await;
    house.test_checkout.pay_silently(account, &session_of(&started)).await.unwrap();
    let gateway = Arc::new(FaultyGateway::new(house.test_checkout.clone(), Fault::OutOfReach));
    let billing = house.reopened(gateway.clone(), catalog()).await;
    let failed = billing.checkout(account, started.checkout).await.unwrap_err();
    assert!(matches!(failed, BillingError::GatewayUnavailable(_)), "{failed}");
    assert_eq!(failed.code(), "SERVICE_UNAVAILABLE");
    assert!(!failed.sentence().contains("10.0.0.7"), "{}", failed.sentence());
    gateway.set(Fault::None);
    assert_eq!(billing.checkout(account, started.checkout).await.unwrap().unwrap().status, CheckoutStatus::Paid);
    gateway.set(Fault::OutOfReach);
    assert_eq!(billing.checkout(account, started.checkout).await.unwrap().unwrap().status, CheckoutStatus::Paid);
    assert_eq!(house.available(account).await, 300);
}
