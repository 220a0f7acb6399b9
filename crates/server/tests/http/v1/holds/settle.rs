//! `POST /v1/holds/{hold}/settle`.

use serde_json::json;

use crate::support::{ADA, House};

#[tokio::test]
async fn what_is_held_or_less_is_spent_once() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let (all, part) = (server.held(ADA, "a", 80).await, server.held(ADA, "b", 80).await);
    let path = |hold: &str| format!("/v1/holds/{hold}/settle");
    let first = server.write(&path(&all), "all", &json!({})).await;
    let done = json!({"amount": 80, "hold": all, "balance": {"available": 140, "held": 80, "version": 4}});
    assert_eq!((first.status, first.json()), (200, done.clone()));
    server.write(&path(&part), "part", &json!({"amount": 30})).await.ok();
    assert_eq!(server.has(ADA).await, (190, 0));
    let again = server.write(&path(&all), "all", &json!({})).await;
    assert_eq!((again.header("idempotent-replayed"), again.json()), (Some("true"), done));
    let reused = server.write(&path(&part), "all", &json!({})).await;
    assert_eq!((reused.status, reused.code().as_str()), (422, "IDEMPOTENCY_KEY_REUSED"));
    let ended = server.write(&path(&all), "another", &json!({})).await;
    assert_eq!((ended.status, ended.code().as_str()), (409, "HOLD_NOT_ACTIVE"));
    assert_eq!(ended.json()["state"], "settled");
}

#[tokio::test]
async fn more_than_is_held_is_not_spent_and_leaves_the_key_free() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let path = format!("/v1/holds/{}/settle", server.held(ADA, "a", 80).await);
    let answer = server.write(&path, "k", &json!({"amount": 81})).await;
    assert_eq!((answer.status, answer.code().as_str()), (409, "SETTLE_EXCEEDS_HOLD"));
    assert_eq!((&answer.json()["held"], &answer.json()["amount"]), (&json!(80), &json!(81)));
    assert_eq!(server.write(&path, "k", &json!({"amount": 80})).await.status, 200);
}

#[tokio::test]
async fn a_wrong_settlement_is_refused_and_nothing_is_spent() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let path = format!("/v1/holds/{}/settle", server.held(ADA, "a", 80).await);
    for (body, pointer) in [
        (json!({"amount": -1}), "/amount"),
        (json!({"amount": 0.5}), "/amount"),
        (json!({"amount": "80"}), "/amount"),
        (json!({"amounts": 80}), "/amounts"),
        (json!(null), ""),
    ] {
        assert_eq!(server.write(&path, "k", &body).await.pointers(), [pointer], "{body}");
    }
    assert_eq!(server.post(&path, &json!({"amount": -1})).await.pointers(), ["Idempotency-Key", "/amount"]);
    assert_eq!(server.has(ADA).await, (220, 80));
}
