//! `PUT /v1/accounts/{account}`.

use axum::body::Body;
use serde_json::json;

use crate::support::{ADA, House, Server};

#[tokio::test]
async fn an_account_is_there_however_often_it_is_asked_for() {
    let house = House::new().await;
    let server = house.server().await;
    let path = Server::of(ADA, "");
    for _ in 0..2 {
        let answer = server.send(server.request("PUT", &path), Body::empty()).await;
        let nothing = json!({"account": ADA, "balance": {"available": 0, "held": 0, "version": 0}});
        assert_eq!((answer.status, answer.json()), (200, nothing));
    }
    server.fund(ADA, 300).await;
    let answer = server.send(server.request("PUT", &path), Body::empty()).await;
    assert_eq!(answer.json()["balance"]["available"], 300);
}

#[tokio::test]
async fn what_is_no_id_is_no_account() {
    let house = House::new().await;
    let server = house.server().await;
    for wrong in ["ada", "019a2f0c", "%20", "019a2f0c-6b1e-7c3a-9d55-0f6f4f1f2a1g"] {
        let answer = server.send(server.request("PUT", &format!("/v1/accounts/{wrong}")), Body::empty()).await;
        assert_eq!(answer.code(), "NOT_FOUND", "{wrong}");
        assert_eq!(server.get(&format!("/v1/accounts/{wrong}/balance")).await.code(), "NOT_FOUND", "{wrong}");
    }
}
