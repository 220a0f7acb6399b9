//! Who may call `/v1`.

use std::time::Duration;

use axum::body::Body;
use serde_json::json;
use server::ApiKeyName;
use storage_fixture::Part;
use uuid::Uuid;

use crate::support::{ADA, House, Server};

fn of_ada() -> String {
    Server::of(ADA, "/balance")
}

#[tokio::test]
async fn only_a_key_of_ours_is_let_in() {
    let house = House::new().await;
    let mut server = house.server().await;
    let key = server.authorization.clone();
    assert_eq!(server.get(&of_ada()).await.status, 200);
    let text = key.strip_prefix("Bearer ").unwrap();
    let forged = format!("Bearer fbx_{}", "A".repeat(43));
    for wrong in ["", "Bearer", "Bearer fbx_", text, &forged, &format!("Basic {text}"), &key[..key.len() - 1]] {
        server.authorization = wrong.to_owned();
        let answer = server.get(&of_ada()).await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "AUTH_REQUIRED"), "{wrong}");
    }
}

#[tokio::test]
async fn a_revoked_key_is_refused_at_once_and_the_others_are_not() {
    let house = House::new().await;
    let (server, other) = (house.server().await, house.server().await);
    server.fund(ADA, 300).await;
    assert_eq!(other.get(&of_ada()).await.status, 200);
    let revoked = house.app.revoke_api_key(server.key_id).await.unwrap().unwrap();
    assert_eq!(revoked.revoked_at, Some(house.clock.now()));
    let body = json!({"amount": 1, "source": "grant"});
    for path in [of_ada(), Server::of(ADA, "/entries")] {
        assert_eq!(server.get(&path).await.code(), "AUTH_REQUIRED");
    }
    for path in [Server::of(ADA, "/deposits"), "/v1/batch".to_owned()] {
        assert_eq!(server.write(&path, "k", &body).await.code(), "AUTH_REQUIRED");
    }
    assert_eq!(other.has(ADA).await, (300, 0));
    // Once is enough, and the first time counts.
    house.clock.advance(Duration::from_secs(60));
    assert_eq!(house.app.revoke_api_key(server.key_id).await.unwrap(), Some(revoked));
    assert_eq!(house.app.revoke_api_key(Uuid::nil()).await.unwrap(), None);
}

#[tokio::test]
async fn a_key_that_is_used_is_not_read_again_for_some_seconds() {
    let house = House::new().await;
    let server = house.server().await;
    assert_eq!(server.get(&of_ada()).await.status, 200);
    // Somebody ends the key without telling anybody.
    house.storage.change(Part::App, "UPDATE server_api_keys SET revoked_at_us = 1");
    house.clock.advance(Duration::from_millis(4_999));
    assert_eq!(server.get(&of_ada()).await.status, 200);
    house.clock.advance(Duration::from_millis(1));
    assert_eq!(server.get(&of_ada()).await.status, 401);
}

#[tokio::test]
async fn a_key_is_kept_as_nothing_but_its_hash_and_listed_without_it() {
    let house = House::new().await;
    let (first, second) = (house.server().await, house.server().await);
    let listed = house.app.list_api_keys().await.unwrap();
    let ids: Vec<Uuid> = listed.iter().map(|key| key.id).collect();
    assert_eq!(ids, [second.key_id, first.key_id]);
    assert!(listed.iter().all(|key| key.name == "a test" && key.revoked_at.is_none()));
}

#[tokio::test]
async fn a_key_that_is_made_again_takes_the_place_of_the_one_whose_answer_was_lost() {
    let house = House::new().await;
    let mut server = house.server().await;
    let again = house.app.create_api_key(server.key_id, ApiKeyName::new("a test").unwrap()).await.unwrap();
    assert_eq!(server.get(&of_ada()).await.status, 401);
    server.authorization = format!("Bearer {}", again.text());
    assert_eq!(server.get(&of_ada()).await.status, 200);
    assert_eq!(house.app.list_api_keys().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_asked_of_browsers_is_not_asked_of_servers() {
    let house = House::new().await;
    let server = house.server().await;
    let request = server.request("PUT", &Server::of(ADA, ""));
    let request = request.header("origin", "https://studio.example").header("sec-fetch-site", "cross-site");
    assert_eq!(server.send(request, Body::empty()).await.status, 200);
    // Nothing is allowed to pages of other sites all the same: they are not told that they may read an answer.
    assert_eq!(server.get(&of_ada()).await.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn what_has_no_such_address_or_method_is_said_as_a_problem() {
    let house = House::new().await;
    let server = house.server().await;
    assert_eq!(server.get("/v1/nothing").await.code(), "NOT_FOUND");
    let answer = server.get("/v1/batch").await;
    assert_eq!((answer.status, answer.code().as_str()), (405, "INVALID_REQUEST"));
    assert_eq!(answer.header("allow"), Some("POST"));
}
