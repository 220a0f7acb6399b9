//! What money says: the account that others have to arrive at.

use stripe_stand_in::{DisputeState, Purchase};

use crate::support::{DAY_S, House};

fn only(house: &House) -> Purchase {
    let mut purchases = house.control.paid_and_returned();
    assert_eq!(purchases.len(), 1, "{purchases:?}");
    purchases.remove(0)
}

#[tokio::test]
async fn what_is_not_paid_is_no_purchase() {
    let house = House::new().await;
    let session = house.open_session().await;
    house.control.decline(&session).unwrap();
    assert!(house.control.paid_and_returned().is_empty());
    house.control.pay_by_transfer(&session).unwrap();
    assert!(house.control.paid_and_returned().is_empty());
    house.control.transfer_arrives(&session).unwrap();
    let purchase = only(&house);
    assert_eq!(purchase.session, Some(session));
    assert_eq!((purchase.account.as_deref(), purchase.price_lookup_key.as_deref()), (Some("acc_1"), Some("pack")));
    assert_eq!((purchase.amount_paid_minor, purchase.refunded_minor), (1_000, 0));
    assert_eq!((purchase.dispute, purchase.lines.len()), (DisputeState::None, 1));
    assert!(purchase.charge.is_some() && purchase.payment_intent.is_some());
}

#[tokio::test]
async fn what_costs_nothing_is_a_purchase_without_payment() {
    let house = House::new().await;
    let price = house.pack("gift", 0).await;
    let session = house.session("payment", &price, &[]).await.ok().id();
    house.control.pay(&session).unwrap();
    let purchase = only(&house);
    assert_eq!((purchase.payment_intent, purchase.amount_paid_minor), (None, 0));
}

#[tokio::test]
async fn money_that_went_back_is_counted_and_money_that_came_back_is_not() {
    let house = House::new().await;
    let payment = house.payment().await;
    house.control.refund(&payment, Some(100)).unwrap();
    let failed = house.control.refund(&payment, Some(200)).unwrap();
    assert_eq!(only(&house).refunded_minor, 300);
    house.control.refund_fails(&failed).unwrap();
    assert_eq!(only(&house).refunded_minor, 100);
    let dispute = house.control.open_dispute(&payment).unwrap();
    assert_eq!((only(&house).dispute, only(&house).disputed_minor), (DisputeState::Open, 900));
    house.control.win_dispute(&dispute).unwrap();
    assert_eq!(only(&house).dispute, DisputeState::Won);
}

#[tokio::test]
async fn every_paid_invoice_is_a_purchase() {
    let house = House::new().await;
    let (small, large) = (house.plan("small", 2_000).await, house.plan("large", 5_000).await);
    let subscription = house.subscription(&small).await;
    house.pass(14 * DAY_S);
    house.control.change_plan(&subscription, &large).unwrap();
    house.control.renewal_fails(&subscription).unwrap();
    let purchases = house.control.paid_and_returned();
    let reasons: Vec<_> = purchases.iter().map(|purchase| purchase.billing_reason).collect();
    assert_eq!(reasons, [Some("subscription_create"), Some("subscription_update")]);
    assert!(purchases.iter().all(|purchase| purchase.account.as_deref() == Some("acc_1")));
    assert!(purchases[0].session.is_some() && purchases[1].session.is_none());
    assert_eq!(purchases[1].price_lookup_key.as_deref(), Some("large"));
    let lines: Vec<_> =
        purchases[1].lines.iter().map(|line| (line.amount_minor, line.unit_amount_minor, line.proration)).collect();
    assert_eq!(lines, [(-1_000, 2_000, true), (2_500, 5_000, true)]);
    assert_eq!((purchases[1].total_minor, purchases[1].amount_paid_minor), (1_500, 1_500));
}
