//! `GET /v1/accounts/{account}/balance`.

use serde_json::json;

use crate::support::{ADA, BOB, House, Server};

#[tokio::test]
async fn it_has_what_is_available_and_what_is_on_hold() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    server.held(ADA, "k", 80).await;
    let of = |account| Server::of(account, "/balance");
    assert_eq!(server.get(&of(ADA)).await.json(), json!({"available": 220, "held": 80, "version": 2}));
    assert_eq!(server.get(&of(BOB)).await.json(), json!({"available": 0, "held": 0, "version": 0}));
}

#[tokio::test]
async fn it_is_that_of_whoever_signed_up_here_as_well() {
    let house = House::new().await;
    let (server, ada) = (house.server().await, house.owner("ada", 300).await);
    server.held(ada.account.0, "k", 80).await;
    assert_eq!(ada.get("/api/balance").await.json(), json!({"available": 220, "held": 80, "version": 2}));
}
