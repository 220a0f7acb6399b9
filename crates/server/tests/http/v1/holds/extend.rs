//! `POST /v1/holds/{hold}/extend`.

use std::time::Duration;

use credits::HoldId;
use serde_json::json;

use crate::support::{ADA, House};

#[tokio::test]
async fn a_hold_lives_longer_and_never_shorter() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let word = server.held(ADA, "a", 80).await;
    let account = credits::AccountId(ADA);
    let id: HoldId = house.ledger.entries(account, None, 1).await.unwrap()[0].hold.unwrap();
    let path = format!("/v1/holds/{word}/extend");
    let start = house.clock.now();
    for (seconds, lives) in [(900, 900), (10, 900), (604_800, 604_800)] {
        let answer = server.write(&path, "k", &json!({"expires_in_seconds": seconds})).await;
        let balance = json!({"available": 220, "held": 80, "version": 2});
        assert_eq!(answer.ok().json(), json!({"amount": 80, "hold": word, "balance": balance}));
        let hold = house.ledger.find_hold(account, id).await.unwrap().unwrap();
        assert_eq!(hold.expires_at, start.after(Duration::from_secs(lives)), "{seconds}");
    }
}

#[tokio::test]
async fn a_wrong_extension_is_refused() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let path = format!("/v1/holds/{}/extend", server.held(ADA, "a", 80).await);
    for wrong in [json!(0), json!(604_801), json!(-1), json!("60"), json!(null)] {
        let body = json!({"expires_in_seconds": wrong});
        assert_eq!(server.write(&path, "k", &body).await.pointers(), ["/expires_in_seconds"], "{body}");
    }
    assert_eq!(server.post(&path, &json!({})).await.pointers(), ["Idempotency-Key", "/expires_in_seconds"]);
    server.write(&path.replace("extend", "release"), "r", &json!({})).await.ok();
    let ended = server.write(&path, "k", &json!({"expires_in_seconds": 60})).await;
    assert_eq!((ended.code().as_str(), &ended.json()["state"]), ("HOLD_NOT_ACTIVE", &json!("released")));
}
