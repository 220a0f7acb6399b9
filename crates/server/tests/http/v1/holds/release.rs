//! `POST /v1/holds/{hold}/release`.

use serde_json::json;

use crate::support::{ADA, House};

#[tokio::test]
async fn all_that_is_held_returns_once() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let hold = server.held(ADA, "a", 80).await;
    let path = format!("/v1/holds/{hold}/release");
    let first = server.write(&path, "k", &json!({})).await;
    let done = json!({"amount": 80, "hold": hold, "balance": {"available": 300, "held": 0, "version": 3}});
    assert_eq!((first.status, first.json()), (200, done.clone()));
    let again = server.write(&path, "k", &json!({})).await;
    assert_eq!((again.header("idempotent-replayed"), again.json()), (Some("true"), done));
    for (end, key) in [("settle", "s"), ("release", "r")] {
        let ended = server.write(&format!("/v1/holds/{hold}/{end}"), key, &json!({})).await;
        assert_eq!((ended.code().as_str(), &ended.json()["state"]), ("HOLD_NOT_ACTIVE", &json!("released")), "{end}");
    }
}

#[tokio::test]
async fn a_wrong_release_is_refused_and_nothing_returns() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let path = format!("/v1/holds/{}/release", server.held(ADA, "a", 80).await);
    assert_eq!(server.write(&path, "k", &json!({"amount": 1})).await.pointers(), ["/amount"]);
    assert_eq!(server.post(&path, &json!({})).await.pointers(), ["Idempotency-Key"]);
    assert_eq!(server.has(ADA).await, (220, 80));
}
