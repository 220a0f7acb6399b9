//! Refunds: money that goes back, as far as there is any.

use serde_json::json;

use crate::support::House;

#[tokio::test]
async fn a_part_and_then_the_rest_is_refunded() {
    let house = House::new().await;
    let payment = house.payment().await;
    let part = [("payment_intent", payment.as_str()), ("amount", "300"), ("reason", "requested_by_customer")];
    let refund = house.post("/v1/refunds", &part).await.ok();
    assert_eq!((refund.at("/status"), refund.at("/amount")), (&json!("succeeded"), &json!(300)));
    let charge = refund.text_at("/charge");
    assert_eq!(house.object(&charge)["amount_refunded"], 300);
    assert_eq!(house.object(&charge)["refunded"], false);

    let rest = house.post("/v1/refunds", &[("charge", &charge)]).await.ok();
    assert_eq!(rest.at("/amount"), &json!(700));
    assert_eq!(house.object(&charge)["refunded"], true);
    let again = house.post("/v1/refunds", &[("charge", &charge)]).await;
    assert_eq!(again.error().1, Some("charge_already_refunded"));

    let listed = house.get(&format!("/v1/refunds?payment_intent={payment}")).await.ok();
    assert_eq!(listed.ids(), [rest.id(), refund.id()]);
    assert_eq!(house.get(&format!("/v1/refunds/{}", rest.id())).await.ok().body, rest.body);
    let expanded = house.get(&format!("/v1/charges/{charge}?expand[]=refunds")).await.ok();
    assert_eq!(expanded.at("/refunds/data/1/id"), &json!(refund.id()));
    assert!(house.was_told("refund.created").await);
    assert_eq!(house.receiver.object("charge.refunded")["amount_refunded"], 1_000);
}

#[tokio::test]
async fn no_more_is_refunded_than_was_paid() {
    let house = House::new().await;
    let payment = house.payment().await;
    for amount in ["1001", "0", "-5"] {
        let refused = house.post("/v1/refunds", &[("payment_intent", &payment), ("amount", amount)]).await;
        assert_eq!(refused.status, 400, "{amount}");
    }
    assert_eq!(house.get("/v1/refunds").await.ok().ids(), [""; 0]);
}

#[tokio::test]
async fn a_refund_that_fails_gives_the_money_back_to_the_seller() {
    let house = House::new().await;
    let payment = house.payment().await;
    let refund = house.control.refund(&payment, Some(400)).unwrap();
    house.control.refund_fails(&refund).unwrap();
    assert_eq!(house.object(&refund)["status"], "failed");
    let charge = house.object(&refund)["charge"].as_str().unwrap().to_owned();
    assert_eq!(house.object(&charge)["amount_refunded"], 0);
    assert_eq!(house.told().await.last().map(String::as_str), Some("charge.refund.updated"));
    assert_eq!(house.receiver.object("refund.failed")["id"], json!(refund));
    assert!(house.control.refund_fails(&refund).is_err(), "it failed already");
    house.control.refund(&payment, None).unwrap();
    assert_eq!(house.object(&charge)["amount_refunded"], 1_000);
}

#[tokio::test]
async fn what_came_by_transfer_goes_back_by_transfer_and_takes_its_time() {
    let house = House::new().await;
    let session = house.open_session().await;
    let payment = house.control.pay_by_transfer(&session).unwrap().unwrap();
    assert!(house.control.refund(&payment, None).is_err(), "nothing is there yet");
    house.control.transfer_arrives(&session).unwrap();
    let refund = house.control.refund(&payment, None).unwrap();
    assert_eq!(house.object(&refund)["status"], "pending");
    house.control.refund_arrives(&refund).unwrap();
    assert_eq!(house.object(&refund)["status"], "succeeded");
    assert!(house.was_told("refund.updated").await);
    assert!(house.control.refund_arrives(&refund).is_err(), "it has arrived");
}

#[tokio::test]
async fn what_is_not_there_cannot_be_refunded() {
    let house = House::new().await;
    let missing = house.post("/v1/refunds", &[("charge", "ch_none")]).await;
    assert_eq!(missing.error(), (400, Some("resource_missing"), Some("charge")));
    assert_eq!(house.post("/v1/refunds", &[("amount", "1")]).await.error().1, Some("parameter_missing"));
    assert_eq!(house.get("/v1/refunds/re_none").await.error().0, 404);
}
