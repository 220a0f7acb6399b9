//! `GET /api/me`.

use serde_json::json;

use crate::support::House;

#[tokio::test]
async fn everybody_sees_themselves() {
    let house = House::new().await;
    let (ada, bob) = (house.newcomer("ada").await, house.newcomer("bob").await);
    for (client, name) in [(&ada, "ada"), (&bob, "bob")] {
        let expected = json!({
            "account": client.account.0, "email": format!("{name}@example.org"), "display_name": name,
        });
        assert_eq!(client.get("/api/me").await.ok().json(), expected);
    }
}
