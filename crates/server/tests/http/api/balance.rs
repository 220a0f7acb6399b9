//! `GET /api/balance`.

use serde_json::json;

use crate::support::{House, sora};

#[tokio::test]
async fn it_has_what_is_available_and_what_is_on_hold() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    assert_eq!(ada.get("/api/balance").await.json(), json!({"available": 300, "held": 0, "version": 1}));
    house.generation(&ada, &sora("wait for it"), "running").await;
    assert_eq!(ada.get("/api/balance").await.json(), json!({"available": 220, "held": 80, "version": 2}));
}
