//! Checkout: sessions from the first call to the money, or to their end.

use serde_json::{Value, json};

use crate::support::{DAY_S, House, START_S};

#[tokio::test]
async fn a_session_says_what_is_bought_and_where_it_is_paid() {
    let house = House::new().await;
    let price = house.pack("pack", 1_000).await;
    let more = [("metadata[account]", "acc_1"), ("client_reference_id", "order"), ("line_items[0][quantity]", "3")];
    let session = house.session("payment", &price, &more).await.ok();
    assert_eq!(session.text_at("/url"), house.url(&format!("/pay/{}", session.id())));
    assert_eq!((session.at("/status"), session.at("/payment_status")), (&json!("open"), &json!("unpaid")));
    assert_eq!((session.at("/amount_subtotal"), session.at("/amount_total")), (&json!(3_000), &json!(3_000)));
    assert_eq!(session.at("/expires_at"), &json!(START_S + DAY_S));
    assert_eq!(session.at("/payment_intent"), &Value::Null);
    assert!(session.body.get("line_items").is_none());

    let read = house.get(&format!("/v1/checkout/sessions/{}?expand[]=line_items", session.id())).await.ok();
    assert_eq!(read.at("/line_items/data/0/price/id"), &json!(price));
    assert_eq!(read.at("/line_items/data/0/quantity"), &json!(3));
}

#[tokio::test]
async fn a_paid_session_is_complete_and_has_a_payment_with_a_charge() {
    let house = House::new().await;
    let price = house.pack("pack", 1_000).await;
    let session =
        house.session("payment", &price, &[("payment_intent_data[metadata][account]", "acc_1")]).await.ok().id();
    let payment = house.control.pay(&session).unwrap().unwrap();
    let read = house.get(&format!("/v1/checkout/sessions/{session}?expand[]=payment_intent.latest_charge")).await.ok();
    assert_eq!((read.at("/status"), read.at("/payment_status")), (&json!("complete"), &json!("paid")));
    assert_eq!(read.at("/payment_intent/id"), &json!(payment));
    assert_eq!(read.at("/payment_intent/metadata/account"), &json!("acc_1"));
    assert_eq!(read.at("/payment_intent/latest_charge/amount"), &json!(1_000));
    assert_eq!(house.get(&format!("/v1/payment_intents/{payment}")).await.ok().at("/status"), &json!("succeeded"));
    let charge = read.text_at("/payment_intent/latest_charge/id");
    assert_eq!(house.get(&format!("/v1/charges/{charge}")).await.ok().at("/paid"), &json!(true));

    let told = house.told().await;
    for kind in ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"] {
        assert!(told.iter().any(|told| told == kind), "{kind} is not in {told:?}");
    }
    assert_eq!(house.receiver.object("checkout.session.completed")["payment_status"], "paid");
    assert!(house.control.pay(&session).is_err(), "it is paid once");
}

#[tokio::test]
async fn a_transfer_completes_a_session_before_the_money_is_there() {
    let house = House::new().await;
    let session = house.open_session().await;
    let payment = house.control.pay_by_transfer(&session).unwrap().unwrap();
    assert_eq!(
        (&house.object(&session)["status"], &house.object(&session)["payment_status"]),
        (&json!("complete"), &json!("unpaid"))
    );
    assert_eq!(house.object(&payment)["status"], "processing");
    house.control.transfer_arrives(&session).unwrap();
    assert_eq!(house.object(&session)["payment_status"], "paid");
    assert!(house.was_told("checkout.session.async_payment_succeeded").await);
    assert!(house.control.transfer_fails(&session).is_err(), "it has arrived");
}

#[tokio::test]
async fn a_transfer_that_fails_leaves_the_session_unpaid() {
    let house = House::new().await;
    let session = house.open_session().await;
    let payment = house.control.pay_by_transfer(&session).unwrap().unwrap();
    house.control.transfer_fails(&session).unwrap();
    assert_eq!(house.object(&session)["payment_status"], "unpaid");
    assert_eq!(house.object(&payment)["status"], "requires_payment_method");
    assert!(house.was_told("checkout.session.async_payment_failed").await);
}

#[tokio::test]
async fn a_declined_card_leaves_the_session_open_for_another() {
    let house = House::new().await;
    let session = house.open_session().await;
    house.control.decline(&session).unwrap();
    assert_eq!(house.object(&session)["status"], "open");
    let tried = house.object(&session)["payment_intent"].as_str().unwrap().to_owned();
    assert_eq!(house.control.pay(&session).unwrap(), Some(tried.clone()));
    let charges = house.get(&format!("/v1/charges?payment_intent={tried}")).await.ok();
    assert_eq!((charges.at("/data/0/status"), charges.at("/data/1/status")), (&json!("succeeded"), &json!("failed")));
    assert!(house.was_told("payment_intent.payment_failed").await);
}

#[tokio::test]
async fn what_costs_nothing_needs_no_payment() {
    let house = House::new().await;
    let price = house.pack("gift", 0).await;
    let session = house.session("payment", &price, &[]).await.ok();
    assert_eq!(session.at("/payment_status"), &json!("no_payment_required"));
    assert_eq!(house.control.pay(&session.id()).unwrap(), None);
    let paid = house.object(&session.id());
    assert_eq!((&paid["status"], &paid["payment_status"]), (&json!("complete"), &json!("no_payment_required")));
    assert_eq!(paid["payment_intent"], Value::Null);
}

#[tokio::test]
async fn an_expired_session_cannot_be_paid() {
    let house = House::new().await;
    let session = house.open_session().await;
    let expired = house.post(&format!("/v1/checkout/sessions/{session}/expire"), &[]).await.ok();
    assert_eq!((expired.at("/status"), expired.at("/url")), (&json!("expired"), &Value::Null));
    assert!(house.control.pay(&session).is_err());
    assert_eq!(house.post(&format!("/v1/checkout/sessions/{session}/expire"), &[]).await.status, 400);
    assert!(house.was_told("checkout.session.expired").await);
}

#[tokio::test]
async fn sessions_are_found_by_what_came_of_them() {
    let house = House::new().await;
    let price = house.plan("monthly", 2_000).await;
    let subscription = house.subscription(&price).await;
    let payment = house.payment().await;
    let by_subscription = house.get(&format!("/v1/checkout/sessions?subscription={subscription}")).await.ok();
    assert_eq!(by_subscription.at("/data/0/subscription"), &json!(subscription));
    let by_payment =
        house.get(&format!("/v1/checkout/sessions?payment_intent={payment}&expand[]=data.line_items")).await.ok();
    assert_eq!(by_payment.ids().len(), 1);
    assert_eq!(by_payment.at("/data/0/line_items/data/0/quantity"), &json!(1));
}

/// The mode, the price, further parameters, and the one that is wrong.
type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a str);

#[tokio::test]
async fn a_session_that_makes_no_sense_is_refused() {
    let house = House::new().await;
    let (pack, plan) = (house.pack("pack", 1_000).await, house.plan("monthly", 2_000).await);
    let soon = (START_S + 60).to_string();
    let cases: [Case<'_>; 9] = [
        ("payment", &plan, &[], "line_items[0][price]"),
        ("subscription", &pack, &[], "line_items[0][price]"),
        ("payment", "price_none", &[], "line_items[0][price]"),
        ("gift", &pack, &[], "mode"),
        ("payment", &pack, &[("line_items[0][quantity]", "0")], "line_items[0][quantity]"),
        ("payment", &pack, &[("customer", "cus_none")], "customer"),
        ("payment", &pack, &[("expires_at", &soon)], "expires_at"),
        ("payment", &pack, &[("subscription_data[metadata][a]", "b")], "subscription_data"),
        ("payment", &pack, &[("success_url", "javascript:alert(1)")], "success_url"),
    ];
    for (mode, price, more, param) in cases {
        let refused = house.session(mode, price, more).await;
        assert_eq!((refused.status, refused.error().2), (400, Some(param)), "{mode} {more:?}");
    }
    assert_eq!(house.get("/v1/checkout/sessions").await.ok().ids(), [""; 0]);
}
