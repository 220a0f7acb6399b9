//! Disputes: a bank takes money back, and sometimes gives it back again.

use serde_json::json;

use crate::support::House;

#[tokio::test]
async fn a_dispute_takes_all_that_is_left() {
    let house = House::new().await;
    let payment = house.payment().await;
    house.control.refund(&payment, Some(300)).unwrap();
    let dispute = house.control.open_dispute(&payment).unwrap();
    let read = house.get(&format!("/v1/disputes/{dispute}")).await.ok();
    assert_eq!((read.at("/amount"), read.at("/status")), (&json!(700), &json!("needs_response")));
    let charge = read.text_at("/charge");
    assert_eq!(house.object(&charge)["disputed"], true);
    assert_eq!(house.get(&format!("/v1/disputes?charge={charge}")).await.ok().ids(), [dispute.as_str()]);
    assert_eq!(house.get("/v1/disputes?charge=ch_other").await.ok().ids(), [""; 0]);
    let refused = house.post("/v1/refunds", &[("charge", &charge), ("amount", "1")]).await;
    assert_eq!(refused.error().1, Some("charge_disputed"));
    assert!(house.control.open_dispute(&payment).is_err(), "nothing is left");
    let told = house.told().await;
    assert!(told.ends_with(&["charge.dispute.created".to_owned(), "charge.dispute.funds_withdrawn".to_owned()]));
}

#[tokio::test]
async fn a_dispute_that_is_won_brings_the_money_back() {
    let house = House::new().await;
    let payment = house.payment().await;
    let dispute = house.control.open_dispute(&payment).unwrap();
    house.control.win_dispute(&dispute).unwrap();
    let told = house.told().await;
    assert!(told.ends_with(&["charge.dispute.closed".to_owned(), "charge.dispute.funds_reinstated".to_owned()]));
    assert_eq!(house.receiver.object("charge.dispute.closed")["status"], "won");
    assert!(house.control.lose_dispute(&dispute).is_err(), "it is closed");
    assert!(house.control.refund(&payment, Some(1_000)).is_ok());
}

#[tokio::test]
async fn a_dispute_that_is_lost_is_lost_for_good() {
    let house = House::new().await;
    let payment = house.payment().await;
    let dispute = house.control.open_dispute(&payment).unwrap();
    house.control.lose_dispute(&dispute).unwrap();
    assert_eq!(house.told().await.last().map(String::as_str), Some("charge.dispute.closed"));
    assert_eq!(house.receiver.object("charge.dispute.closed")["status"], "lost");
    assert!(house.control.refund(&payment, Some(1)).is_err());
    assert!(house.control.open_dispute(&payment).is_err());
}
