//! `GET /v1/accounts/{account}/entries`.

use serde_json::json;
use wire::{Entry, List};

use crate::support::{ADA, BOB, House, Server};

fn entries(query: &str) -> String {
    Server::of(ADA, &format!("/entries{query}"))
}

#[tokio::test]
async fn an_entry_says_what_was_done_and_why() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let hold = server.held(ADA, "k", 80).await;
    let items = server.get(&entries("")).await.ok().json()["items"].clone();
    let at = "2026-01-31T12:00:00.000000Z";
    let expected = json!([
        {
            "version": 2, "at": at, "kind": "hold", "available_delta": -80, "held_delta": 80, "hold": hold, "note": "Render",
        },
        {
            "version": 1, "at": at, "kind": "deposit", "available_delta": 300, "held_delta": 0, "source": "grant", "note": "",
        },
    ]);
    assert_eq!(items, expected);
    assert_eq!(server.get(&Server::of(BOB, "/entries")).await.json(), json!({"items": [], "next_cursor": null}));
}

#[tokio::test]
async fn pages_follow_each_other_from_the_newest_to_the_oldest() {
    let house = House::new().await;
    let server = house.server().await;
    let item = |n| json!({"do": "deposit", "account": ADA, "key": format!("k{n}"), "amount": n, "source": "grant"});
    let items: Vec<_> = (0..200).map(item).collect();
    server.post("/v1/batch", &json!({"items": items})).await.ok();
    let first: List<Entry> = server.get(&entries("")).await.ok().read_as();
    let second: List<Entry> =
        server.get(&entries(&format!("?cursor={}", first.next_cursor.unwrap()))).await.ok().read_as();
    let versions: Vec<u64> = first.items.iter().chain(&second.items).map(|entry| entry.version).collect();
    assert_eq!((versions, second.next_cursor), ((1..=200).rev().collect(), None));
}

#[tokio::test]
async fn a_cursor_is_one_of_ours() {
    let house = House::new().await;
    let server = house.server().await;
    for cursor in ["rubbish", "", "-1", "18446744073709551615", "1.5"] {
        assert_eq!(server.get(&entries(&format!("?cursor={cursor}"))).await.pointers(), ["cursor"], "{cursor}");
    }
    assert_eq!(server.get(&entries("?cursor=0")).await.status, 200);
}
