//! `GET /api/generations`.

use crate::support::{House, image};

#[tokio::test]
async fn pages_follow_each_other_from_the_newest_to_the_oldest() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let mut submitted = Vec::new();
    for n in 0..53 {
        let accepted = ada.spend("/api/generations", &format!("k{n}"), &image("a fox")).await.ok().json();
        submitted.push(accepted["generation"]["id"].as_str().unwrap().to_owned());
    }
    submitted.reverse();
    let first: wire::List<wire::Generation> = ada.get("/api/generations").await.ok().read_as();
    let cursor = first.next_cursor.unwrap();
    let second: wire::List<wire::Generation> =
        ada.get(&format!("/api/generations?cursor={cursor}")).await.ok().read_as();
    assert_eq!((first.items.len(), second.items.len(), second.next_cursor), (50, 3, None));
    let listed: Vec<String> = first.items.iter().chain(&second.items).map(|item| item.id.to_string()).collect();
    assert_eq!(listed, submitted);
}

#[tokio::test]
async fn everybody_sees_their_own() {
    let house = House::new().await;
    let (ada, bob) = (house.owner("ada", 300).await, house.owner("bob", 300).await);
    ada.spend("/api/generations", "k", &image("a fox")).await.ok();
    assert_eq!(bob.get("/api/generations").await.ok().json(), serde_json::json!({"items": [], "next_cursor": null}));
}

#[tokio::test]
async fn a_cursor_is_one_of_ours() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    for cursor in ["rubbish", "", "1"] {
        assert_eq!(ada.get(&format!("/api/generations?cursor={cursor}")).await.pointers(), ["cursor"]);
    }
    assert_eq!(ada.get(&format!("/api/generations?cursor={}", uuid::Uuid::nil())).await.status, 200);
}
