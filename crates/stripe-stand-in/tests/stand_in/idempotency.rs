//! Idempotency keys: the same call is answered the same, and done once.

use reqwest::Method;

use crate::support::{DAY_S, House};

#[tokio::test]
async fn the_same_call_gets_the_same_answer_and_is_done_once() {
    let house = House::new().await;
    let first = house.post_once("key", "/v1/customers", &[("name", "Ann"), ("email", "a@example.com")]).await.ok();
    let again = house.post_once("key", "/v1/customers", &[("email", "a@example.com"), ("name", "Ann")]).await.ok();
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), (None, Some("true")));
    assert_eq!(first.text, again.text);
    assert_eq!(again.header("original-request"), first.header("request-id"));
    assert_ne!(again.header("request-id"), first.header("request-id"));
    assert_eq!(house.told().await, ["customer.created"]);
}

#[tokio::test]
async fn a_key_with_other_parameters_is_a_mistake() {
    let house = House::new().await;
    house.post_once("key", "/v1/customers", &[("name", "Ann")]).await.ok();
    for (path, params) in [("/v1/customers", [("name", "Bob")]), ("/v1/products", [("name", "Ann")])] {
        let refused = house.post_once("key", path, &params).await;
        assert_eq!((refused.status, refused.text_at("/error/type").as_str()), (400, "idempotency_error"));
    }
    assert_eq!(house.told().await, ["customer.created"]);
}

#[tokio::test]
async fn a_refusal_of_the_work_is_repeated_and_one_of_the_parameters_is_not() {
    let house = House::new().await;
    let payment = house.payment().await;
    let too_much = [("payment_intent", payment.as_str()), ("amount", "5000")];
    assert_eq!(house.post_once("work", "/v1/refunds", &too_much).await.status, 400);
    let again = house.post_once("work", "/v1/refunds", &too_much).await;
    assert_eq!((again.status, again.header("idempotent-replayed")), (400, Some("true")));

    assert_eq!(house.post_once("parameters", "/v1/products", &[("nam", "Ann")]).await.status, 400);
    house.post_once("parameters", "/v1/products", &[("name", "Ann")]).await.ok();
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let house = House::new().await;
    let first = house.post_once("key", "/v1/customers", &[]).await.ok().id();
    house.pass(DAY_S);
    assert_ne!(house.post_once("key", "/v1/customers", &[]).await.ok().id(), first);
}

#[tokio::test]
async fn a_key_means_nothing_to_a_call_that_reads() {
    let house = House::new().await;
    let read = |path: &'static str| house.call(Method::GET, path, &[], &[("idempotency-key", "key")]);
    read("/v1/account").await.ok();
    assert_eq!(read("/v1/events").await.ok().header("idempotent-replayed"), None);
}
