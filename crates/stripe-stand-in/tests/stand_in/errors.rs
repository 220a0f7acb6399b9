//! Calls that are refused, in the shape in which Stripe refuses them.

use reqwest::Method;

use crate::support::House;

#[tokio::test]
async fn a_call_needs_the_key() {
    let house = House::new().await;
    for key in ["", "Bearer sk_test_other", "Basic abc"] {
        let refused = house.call(Method::GET, "/v1/account", &[], &[("authorization", key)]).await;
        assert_eq!((refused.status, refused.text_at("/error/type").as_str()), (401, "invalid_request_error"), "{key}");
    }
}

#[tokio::test]
async fn a_call_needs_the_version() {
    let house = House::new().await;
    for version in ["", "2024-06-20"] {
        let refused = house.call(Method::GET, "/v1/account", &[], &[("stripe-version", version)]).await;
        assert_eq!((refused.status, refused.text_at("/error/type").as_str()), (400, "invalid_request_error"));
    }
}

#[tokio::test]
async fn a_body_is_a_form() {
    let house = House::new().await;
    let json = [("content-type", "application/json")];
    let refused = house.call(Method::POST, "/v1/customers", &[("name", "Ann")], &json).await;
    assert_eq!(refused.status, 400);
}

#[tokio::test]
async fn a_parameter_that_is_misspelt_is_found() {
    let house = House::new().await;
    for wrong in ["nmae", "metadata", "address[city]"] {
        let refused = house.post("/v1/customers", &[(wrong, "x")]).await;
        assert_eq!(refused.error(), (400, Some("parameter_unknown"), Some(wrong)));
    }
    let price = house.pack("pack", 1_000).await;
    let refused = house.session("payment", &price, &[("line_items[0][quantty]", "2")]).await;
    assert_eq!(refused.error(), (400, Some("parameter_unknown"), Some("line_items[0][quantty]")));
    assert_eq!(house.get("/v1/charges?payment=pi_1").await.error().1, Some("parameter_unknown"));
}

#[tokio::test]
async fn what_is_not_there_is_missing() {
    let house = House::new().await;
    for path in [
        "/v1/charges/ch_none",
        "/v1/checkout/sessions/cs_none",
        "/v1/customers/cus_none",
        "/v1/disputes/dp_none",
        "/v1/events/evt_none",
        "/v1/invoices/in_none",
        "/v1/payment_intents/pi_none",
        "/v1/prices/price_none",
        "/v1/products/prod_none",
        "/v1/refunds/re_none",
        "/v1/subscriptions/sub_none",
    ] {
        assert_eq!(house.get(path).await.error(), (404, Some("resource_missing"), Some("id")), "{path}");
    }
}

#[tokio::test]
async fn an_address_that_nobody_knows_is_said_to_be_unknown() {
    let house = House::new().await;
    let refused = house.get("/v1/charge").await;
    assert_eq!(refused.status, 404);
    assert_eq!(refused.text_at("/error/message"), "Unrecognized request URL (GET: /v1/charge).");
    assert_eq!(house.delete("/v1/charges/ch_1").await.status, 404);
}

#[tokio::test]
async fn what_cannot_be_expanded_is_refused() {
    let house = House::new().await;
    let session = house.open_session().await;
    for path in ["line_itmes", "status", "amount_total", "metadata.account"] {
        let refused = house.get(&format!("/v1/checkout/sessions/{session}?expand[]={path}")).await;
        assert_eq!((refused.status, refused.error().2), (400, Some("expand")), "{path}");
    }
    house.get(&format!("/v1/checkout/sessions/{session}?expand[]=customer&expand[]=line_items")).await.ok();
}

#[tokio::test]
async fn every_answer_has_a_number_of_its_own() {
    let house = House::new().await;
    let (one, other) = (house.get("/v1/account").await, house.get("/v1/charges/ch_none").await);
    let number = |answer: &crate::support::Answer| answer.header("request-id").unwrap().to_owned();
    assert!(number(&one).starts_with("req_") && number(&other).starts_with("req_"));
    assert_ne!(number(&one), number(&other));
}
