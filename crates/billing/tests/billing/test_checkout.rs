//! The test checkout's page: what it shows, who may use it, and what it refuses.

use billing::SessionId;
use billing::gateways::test_checkout::{TestCheckoutError, TestLine, TestSessionState};
use credits::{Credits, Money};

use crate::support::{DAY, House, START, key, order, session_of};

#[tokio::test]
async fn the_page_shows_the_whole_order() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.start(account, "price_credits_2500", 2).await;
    let id = session_of(&started);
    let session = house.test_checkout.session(account, &id).await.unwrap().unwrap();
    let price = Money { amount_minor: 24_000, currency: "usd".to_owned() };
    let line =
        TestLine { name: "Studio Pack".to_owned(), quantity: 2, credits: Credits::from(6_000), price: price.clone() };
    assert_eq!((session.lines, session.total, session.is_plan), (vec![line], price, false));
    assert_eq!((session.id, session.checkout, session.account), (id, started.checkout, account));
    assert_eq!((session.state, session.expires_at), (TestSessionState::Open, START.after(DAY)));
    assert_eq!(session.done_url, format!("/checkout/return/{}", started.checkout));
    assert_eq!(session.back_url, "/?checkout=canceled");
}

#[tokio::test]
async fn a_plan_is_shown_as_one() {
    let house = House::new().await;
    let account = house.someone();
    let id = session_of(&house.start(account, "price_explorer_monthly", 1).await);
    let session = house.test_checkout.session(account, &id).await.unwrap().unwrap();
    assert!(session.is_plan);
    assert_eq!((session.lines[0].name.as_str(), session.lines[0].credits.get()), ("Explorer", 500));
}

#[tokio::test]
async fn someone_elses_session_can_be_neither_seen_nor_paid_nor_declined_nor_cancelled() {
    let house = House::new().await;
    let (owner, stranger) = (house.someone(), house.someone());
    let id = session_of(&house.start(owner, "price_credits_250", 1).await);
    let page = &house.test_checkout;
    assert_eq!(page.session(stranger, &id).await.unwrap(), None);
    assert_eq!(page.session(owner, &SessionId::new("cs_test_none").unwrap()).await.unwrap(), None);
    for refused in [
        page.pay(stranger, &id).await.map(|_| ()),
        page.pay_silently(stranger, &id).await.map(|_| ()),
        page.decline(stranger, &id).await.map(|_| ()),
        page.cancel(stranger, &id).await.map(|_| ()),
    ] {
        assert!(matches!(refused, Err(TestCheckoutError::NotFound)), "{refused:?}");
    }
    assert_eq!(page.session(owner, &id).await.unwrap().unwrap().state, TestSessionState::Open);
}

#[tokio::test]
async fn what_is_paid_can_be_neither_declined_nor_cancelled() {
    let house = House::new().await;
    let account = house.someone();
    let id = session_of(&house.start(account, "price_credits_250", 1).await);
    house.test_checkout.pay_silently(account, &id).await.unwrap();
    for refused in [house.test_checkout.decline(account, &id).await, house.test_checkout.cancel(account, &id).await] {
        assert!(matches!(refused, Err(TestCheckoutError::AlreadyPaid)), "{refused:?}");
    }
    let again = house.test_checkout.pay_silently(account, &id).await.unwrap();
    assert_eq!(again.state, TestSessionState::Paid);
}

#[tokio::test]
async fn a_cancelled_session_can_still_be_paid_by_who_finds_the_way_back() {
    let house = House::new().await;
    let account = house.someone();
    let started = house.billing.start_checkout(account, key("k"), order("price_credits_250", 1)).await.unwrap();
    house.test_checkout.cancel(account, &session_of(&started)).await.unwrap();
    let again = house.billing.start_checkout(account, key("k"), order("price_credits_250", 1)).await.unwrap();
    let (_, notice) = house.test_checkout.pay(account, &session_of(&again)).await.unwrap();
    house.billing.session_paid(&notice.session).await.unwrap();
    assert_eq!(house.available(account).await, 300);
}

#[tokio::test]
async fn the_page_of_a_session_whose_time_is_over_says_so() {
    let house = House::new().await;
    let account = house.someone();
    let id = session_of(&house.start(account, "price_credits_250", 1).await);
    house.test_checkout.decline(account, &id).await.unwrap();
    house.clock.advance(DAY);
    let session = house.test_checkout.session(account, &id).await.unwrap().unwrap();
    assert_eq!(session.state, TestSessionState::Expired);
    assert_eq!(house.test_checkout.cancel(account, &id).await.unwrap().back_url, "/?checkout=canceled");
}

#[tokio::test]
async fn session_ids_cannot_be_guessed_from_one_another() {
    let house = House::new().await;
    let account = house.someone();
    let one = session_of(&house.start(account, "price_credits_250", 1).await);
    let two = session_of(&house.start(account, "price_credits_250", 1).await);
    assert_ne!(one, two);
    for id in [one, two] {
        assert_eq!(id.as_str().len(), "cs_test_".len() + 32, "192 random bits: {id}");
    }
}
