//! `POST /v1/accounts/{account}/deposits`.

use serde_json::{Value, json};

use crate::support::{ADA, BOB, House, Server, with};

fn deposits() -> String {
    Server::of(ADA, "/deposits")
}

fn grant(amount: u32) -> Value {
    json!({"amount": amount, "source": "grant", "note": "welcome"})
}

#[tokio::test]
async fn credits_come_in_once_a_key() {
    let house = House::new().await;
    let server = house.server().await;
    let first = server.write(&deposits(), "k", &grant(300)).await;
    let done = json!({"amount": 300, "balance": {"available": 300, "held": 0, "version": 1}});
    assert_eq!((first.status, first.header("idempotent-replayed"), first.json()), (201, None, done.clone()));
    server.write(&deposits(), "other", &grant(1)).await.ok();
    let again = server.write(&deposits(), "k", &grant(300)).await;
    assert_eq!((again.status, again.header("idempotent-replayed"), again.json()), (201, Some("true"), done));
    assert_eq!(server.has(ADA).await, (301, 0));
    // Another account's key is another key.
    let of_bob = server.write(&Server::of(BOB, "/deposits"), "k", &grant(5)).await.ok();
    assert_eq!(of_bob.header("idempotent-replayed"), None);
}

#[tokio::test]
async fn a_key_is_not_used_for_something_else() {
    let house = House::new().await;
    let server = house.server().await;
    server.write(&deposits(), "k", &grant(300)).await.ok();
    for (path, body) in [
        (deposits(), grant(301)),
        (deposits(), with(grant(300), "source", Some("pack".into()))),
        (Server::of(ADA, "/holds"), crate::support::hold(300)),
    ] {
        let answer = server.write(&path, "k", &body).await;
        assert_eq!((answer.status, answer.code().as_str()), (422, "IDEMPOTENCY_KEY_REUSED"), "{path} {body}");
    }
    assert_eq!(server.has(ADA).await, (300, 0));
}

#[tokio::test]
async fn the_longest_key_and_those_that_others_use_in_the_ledger_are_keys_like_any() {
    let house = House::new().await;
    let (server, ada) = (house.server().await, house.owner("ada", 300).await);
    let path = Server::of(ada.account.0, "/deposits");
    let taken = "grant-0";
    for key in [&"k".repeat(255), taken] {
        assert_eq!(server.write(&path, key, &grant(1)).await.status, 201, "{key}");
    }
    assert_eq!(server.has(ada.account.0).await, (302, 0));
}

#[tokio::test]
async fn credits_with_an_expiry_go_out_by_themselves() {
    let house = House::new().await;
    let server = house.server().await;
    let body = with(grant(300), "expires_at", Some("2026-01-31T12:00:01Z".into()));
    server.write(&deposits(), "k", &body).await.ok();
    house.clock.advance(std::time::Duration::from_secs(2));
    let answer = server.write(&Server::of(ADA, "/holds"), "h", &crate::support::hold(1)).await;
    assert_eq!(answer.code(), "INSUFFICIENT_CREDITS");
}

#[tokio::test]
async fn a_wrong_deposit_is_refused_with_everything_that_is_wrong() {
    let house = House::new().await;
    let server = house.server().await;
    let changed = |name: &str, value: Value| with(grant(1), name, Some(value));
    let rows = [
        (changed("amount", json!(-1)), vec!["/amount"]),
        (changed("amount", json!(1.5)), vec!["/amount"]),
        (changed("amount", json!("1")), vec!["/amount"]),
        (changed("amount", json!(1_000_000_000_000_001_i64)), vec!["/amount"]),
        (changed("source", json!("gift")), vec!["/source"]),
        (changed("note", json!("a".repeat(501))), vec!["/note"]),
        (changed("note", json!("two\nlines")), vec!["/note"]),
        (changed("expires_at", json!("tomorrow")), vec!["/expires_at"]),
        (changed("expires_at", json!(1)), vec!["/expires_at"]),
        (changed("account", json!("someone")), vec!["/account"]),
        (json!({}), vec!["/amount", "/source"]),
        (json!({"amount": -1, "source": 1, "x": 1}), vec!["/amount", "/source", "/x"]),
        (json!([]), vec![""]),
    ];
    for (body, pointers) in rows {
        assert_eq!(server.write(&deposits(), "k", &body).await.pointers(), pointers, "{body}");
    }
    let answer = server.post(&deposits(), &json!({"amount": 1})).await;
    assert_eq!(answer.pointers(), ["Idempotency-Key", "/source"]);
    assert_eq!(house.ledger.balance(credits::AccountId(ADA)).await.unwrap().version, 0);
}

#[tokio::test]
async fn nothing_may_come_in_and_is_remembered() {
    let house = House::new().await;
    let server = house.server().await;
    assert_eq!(server.write(&deposits(), "k", &grant(0)).await.status, 201);
    assert_eq!(server.write(&deposits(), "k", &grant(0)).await.header("idempotent-replayed"), Some("true"));
}
