//! `POST /v1/accounts/{account}/holds`.

use serde_json::{Value, json};

use crate::support::{ADA, House, Server, hold, with};

fn holds() -> String {
    Server::of(ADA, "/holds")
}

fn sora() -> Value {
    json!({"model": "sora-2", "seconds": 5, "expires_in_seconds": 600})
}

#[tokio::test]
async fn credits_are_set_aside_once_a_key() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let first = server.write(&holds(), "k", &hold(80)).await;
    assert_eq!((first.status, first.header("idempotent-replayed")), (201, None));
    let done = first.json();
    assert_eq!((&done["amount"], &done["balance"]), (&json!(80), &json!({"available": 220, "held": 80, "version": 2})));
    // A retry comes later, and its hold would end later.
    house.clock.advance(std::time::Duration::from_secs(5));
    let again = server.write(&holds(), "k", &with(hold(80), "expires_in_seconds", Some(700.into()))).await;
    assert_eq!((again.status, again.header("idempotent-replayed"), again.json()), (201, Some("true"), done));
    for other in [hold(81), with(hold(80), "operation", Some("Another".into()))] {
        let answer = server.write(&holds(), "k", &other).await;
        assert_eq!((answer.status, answer.code().as_str()), (422, "IDEMPOTENCY_KEY_REUSED"), "{other}");
    }
    assert_ne!(server.held(ADA, "another", 80).await, again.json()["hold"].as_str().unwrap());
    assert_eq!(server.has(ADA).await, (140, 160));
}

#[tokio::test]
async fn a_model_costs_what_the_catalog_says() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let named = with(sora(), "operation", Some("Trailer, take 2".into()));
    for (key, body, words) in [("a", sora(), "Sora render"), ("b", named, "Trailer, take 2")] {
        assert_eq!(server.write(&holds(), key, &body).await.ok().json()["amount"], 80);
        let newest = server.get(&Server::of(ADA, "/entries")).await.json()["items"][0].clone();
        assert_eq!((&newest["held_delta"], &newest["note"]), (&json!(80), &json!(words)));
    }
    let picture = json!({"model": "flux-kontext-fast", "expires_in_seconds": 600});
    assert_eq!(server.write(&holds(), "c", &picture).await.ok().json()["amount"], 1);
}

#[tokio::test]
async fn too_few_credits_are_the_same_offer_as_in_a_browser_and_leave_the_key_free() {
    let house = House::new().await;
    let (server, ada) = (house.server().await, house.owner("ada", 12).await);
    let path = Server::of(ada.account.0, "/holds");
    let without_id = |answer: crate::support::Answer| {
        assert_eq!((answer.status, answer.code().as_str()), (402, "INSUFFICIENT_CREDITS"));
        with(answer.json(), "request_id", None)
    };
    let in_browser = without_id(ada.spend("/api/generations", "k", &crate::support::sora("a fox")).await);
    assert_eq!(without_id(server.write(&path, "k", &sora()).await), in_browser);
    house.grant(&ada, 300).await;
    let answer = server.write(&path, "k", &sora()).await;
    assert_eq!((answer.status, answer.header("idempotent-replayed")), (201, None));
}

#[tokio::test]
async fn waiting_helps_when_credits_on_hold_alone_are_in_the_way() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 100).await;
    server.held(ADA, "first", 80).await;
    let answer = server.write(&holds(), "k", &hold(80)).await;
    assert_eq!((answer.code().as_str(), &answer.json()["retryable"]), ("INSUFFICIENT_CREDITS", &json!(true)));
    assert!(answer.header("retry-after").is_some());
}

#[tokio::test]
async fn a_hold_lives_as_long_as_was_asked_for() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 100).await;
    server.held(ADA, "first", 80).await;
    let account = credits::AccountId(ADA);
    let id = house.ledger.entries(account, None, 1).await.unwrap()[0].hold.unwrap();
    let hold = house.ledger.find_hold(account, id).await.unwrap().unwrap();
    assert_eq!(hold.expires_at, house.clock.now().after(std::time::Duration::from_secs(600)));
}

#[tokio::test]
async fn a_wrong_hold_is_refused_with_everything_that_is_wrong() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let changed = |name: &str, value: Value| with(hold(1), name, Some(value));
    let of_model = |name: &str, value: Value| with(sora(), name, Some(value));
    let rows = [
        (changed("amount", json!(-1)), vec!["/amount"]),
        (changed("amount", json!("1")), vec!["/amount"]),
        (changed("amount", json!(null)), vec!["/amount"]),
        (changed("operation", json!("")), vec!["/operation"]),
        (changed("operation", json!(" ")), vec!["/operation"]),
        (changed("operation", json!("a".repeat(201))), vec!["/operation"]),
        (changed("operation", json!("a\u{7}")), vec!["/operation"]),
        (changed("expires_in_seconds", json!(0)), vec!["/expires_in_seconds"]),
        (changed("expires_in_seconds", json!(604_801)), vec!["/expires_in_seconds"]),
        (changed("expires_in_seconds", json!(-1)), vec!["/expires_in_seconds"]),
        (changed("expires_in_seconds", json!(u64::MAX)), vec!["/expires_in_seconds"]),
        (changed("seconds", json!(5)), vec!["/seconds"]),
        (changed("hold", json!("mine")), vec!["/hold"]),
        (with(hold(1), "operation", None), vec!["/operation"]),
        (of_model("amount", json!(80)), vec!["/amount"]),
        (of_model("model", json!("sora-3")), vec!["/model"]),
        (of_model("seconds", json!(7)), vec!["/seconds"]),
        (of_model("seconds", json!("5")), vec!["/seconds"]),
        (with(sora(), "seconds", None), vec!["/seconds"]),
        (with(of_model("model", json!("x")), "expires_in_seconds", None), vec!["/expires_in_seconds", "/model"]),
        (with(of_model("seconds", json!(7)), "expires_in_seconds", None), vec!["/expires_in_seconds", "/seconds"]),
        (with(of_model("model", json!("x")), "amount", Some(json!(1))), vec!["/amount", "/model"]),
        (json!({}), vec!["/expires_in_seconds", "/amount", "/operation"]),
        (json!({"expires_in_seconds": 1}), vec!["/amount", "/operation"]),
        (json!("a"), vec![""]),
    ];
    for (body, pointers) in rows {
        assert_eq!(server.write(&holds(), "k", &body).await.pointers(), pointers, "{body}");
    }
    assert_eq!(server.post(&holds(), &json!({})).await.pointers()[0], "Idempotency-Key");
    assert_eq!(server.has(ADA).await, (300, 0));
    server.write(&holds(), "k", &changed("expires_in_seconds", json!(604_800))).await.ok();
}

#[tokio::test]
async fn one_of_many_at_once_gets_the_last_credits() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 80).await;
    let (path, body) = (holds(), hold(80));
    let keys: Vec<String> = (0..16).map(|n| format!("k{n}")).collect();
    let answers = futures_util::future::join_all(keys.iter().map(|key| server.write(&path, key, &body))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [vec![201], vec![402; 15]].concat());
}
