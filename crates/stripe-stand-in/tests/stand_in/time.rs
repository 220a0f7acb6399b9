//! Time that passes: what comes due is done, at its own moment.

use serde_json::json;

use crate::support::{DAY_S, House, START_S};

#[tokio::test]
async fn a_session_that_nobody_pays_expires_after_a_day() {
    let house = House::new().await;
    let session = house.open_session().await;
    house.control.advance_clock(DAY_S - 1);
    assert_eq!(house.object(&session)["status"], "open");
    house.control.advance_clock(1);
    assert_eq!(house.object(&session)["status"], "expired");
    assert!(house.was_told("checkout.session.expired").await);
    let event = house.control.events().pop().unwrap();
    assert_eq!(event["created"], START_S + DAY_S);
}

#[tokio::test]
async fn months_that_pass_are_billed_one_by_one() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&price).await;
    house.control.advance_clock(100 * DAY_S);
    let invoices = house.get(&format!("/v1/invoices?subscription={subscription}")).await.ok();
    assert_eq!(invoices.ids().len(), 4);
    // It began on the last day of January, and is billed on the last day of each month.
    let ends: Vec<_> =
        (0..4).map(|place| invoices.at(&format!("/data/{place}/lines/data/0/period/start")).clone()).collect();
    let noon = [1_777_550_400, 1_774_958_400, 1_772_280_000, START_S];
    assert_eq!(ends, noon.map(|moment| json!(moment)));
    assert_eq!(invoices.at("/data/0/created"), &json!(noon[0]));
}

#[tokio::test]
async fn a_plan_that_was_cancelled_ends_with_its_month() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&price).await;
    house.control.cancel_at_period_end(&subscription).unwrap();
    // The clock that everybody shares will do as well.
    house.pass(40 * DAY_S);
    let over = house.get(&format!("/v1/subscriptions/{subscription}")).await.ok();
    assert_eq!((over.at("/status"), over.at("/canceled_at")), (&json!("canceled"), &json!(START_S)));
    assert_eq!(over.at("/ended_at"), over.at("/cancel_at"));
    assert_eq!(house.told().await.last().map(String::as_str), Some("customer.subscription.deleted"));
}

#[tokio::test]
async fn a_card_that_was_declined_is_declined_again() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&price).await;
    house.control.renewal_fails(&subscription).unwrap();
    house.control.advance_clock(70 * DAY_S);
    let open = house.get("/v1/invoices?status=open").await.ok();
    assert_eq!(open.ids().len(), 2);
    assert_eq!(house.object(&subscription)["status"], "past_due");
    house.control.retry_invoice(&open.ids()[0]).unwrap();
    assert_eq!(house.object(&subscription)["status"], "past_due", "another month is owed");
    house.control.retry_invoice(&open.ids()[1]).unwrap();
    assert_eq!(house.object(&subscription)["status"], "active");
}

#[tokio::test]
async fn events_are_given_out_for_thirty_days() {
    let house = House::new().await;
    house.customer().await;
    let event = house.get("/v1/events?type=customer.created").await.ok().ids().pop().unwrap();
    house.control.advance_clock(31 * DAY_S);
    assert_eq!(house.get("/v1/events?type=customer.created").await.ok().ids(), [""; 0]);
    assert_eq!(house.get(&format!("/v1/events/{event}")).await.error().0, 404);
}
