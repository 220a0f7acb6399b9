//! `/api/checkout`.

use serde_json::{Value, json};

use crate::support::{House, Untouched, starter_pack, with};

#[tokio::test]
async fn a_checkout_is_open_until_it_is_paid() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let page = house.checkout(&ada, &starter_pack()).await;
    let paid = ada.act("POST", &format!("{page}/pay-silently")).await;
    let id = paid.location().strip_prefix("/checkout/return/").unwrap();
    let answer = ada.get(&format!("/api/checkout/{id}")).await.ok();
    assert_eq!(answer.json(), json!({"status": "paid", "credits": 300}));
    assert_eq!(ada.get("/api/balance").await.json()["available"], 300);
    let again = ada.get(&format!("/api/checkout/{id}")).await.ok();
    assert_eq!(again.json(), answer.json());
    assert_eq!(ada.get("/api/balance").await.json()["available"], 300);
}

#[tokio::test]
async fn the_same_intent_is_one_checkout() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let first = ada.spend("/api/checkout", "k", &starter_pack()).await.ok();
    let again = ada.spend("/api/checkout", "k", &starter_pack()).await.ok();
    assert_eq!(first.json(), again.json());
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), (None, Some("true")));
    let other = with(starter_pack(), "quantity", Some(2.into()));
    let answer = ada.spend("/api/checkout", "k", &other).await;
    assert_eq!((answer.status, answer.code().as_str()), (422, "IDEMPOTENCY_KEY_REUSED"));
    let bob = house.newcomer("bob").await;
    assert_eq!(bob.spend("/api/checkout", "k", &other).await.status, 200);
}

#[tokio::test]
async fn a_wrong_order_is_refused_with_everything_that_is_wrong() {
    let house = House::new().await;
    let ada = house.owner("ada", 5).await;
    let before = Untouched::of(&house, &ada).await;
    let changed = |name: &str, value: Value| with(starter_pack(), name, Some(value));
    let rows = [
        (changed("price_id", "price_free".into()), vec!["/price_id"]),
        (changed("quantity", 0.into()), vec!["/quantity"]),
        (changed("quantity", 101.into()), vec!["/quantity"]),
        (changed("quantity", json!(1.5)), vec!["/quantity"]),
        (changed("quantity", json!(-1)), vec!["/quantity"]),
        (with(changed("price_id", "price_creator_monthly".into()), "quantity", Some(2.into())), vec!["/quantity"]),
        (json!({"price_id": "x", "quantity": 1, "return_to": "//evil"}), vec!["/return_to", "/price_id"]),
        (
            json!({"price_id": "x", "quantity": "1", "return_to": "https://evil"}),
            vec!["/quantity", "/return_to", "/price_id"],
        ),
        (json!({"account": 1}), vec!["/price_id", "/quantity", "/return_to", "/account"]),
        (json!([]), vec![""]),
    ];
    for (body, pointers) in rows {
        let answer = ada.spend("/api/checkout", "k", &body).await;
        assert_eq!(answer.pointers(), pointers, "{body}");
    }
    assert_eq!(Untouched::of(&house, &ada).await, before);
    // None of them took the key.
    ada.spend("/api/checkout", "k", &starter_pack()).await.ok();
}

#[tokio::test]
async fn a_checkout_names_its_intent() {
    let house = House::new().await;
    let ada = house.owner("ada", 5).await;
    let before = Untouched::of(&house, &ada).await;
    assert_eq!(ada.post("/api/checkout", &starter_pack()).await.pointers(), ["Idempotency-Key"]);
    for key in ["", " ", "two words", &"k".repeat(256)] {
        assert_eq!(ada.spend("/api/checkout", key, &starter_pack()).await.pointers(), ["Idempotency-Key"], "{key}");
    }
    assert_eq!(Untouched::of(&house, &ada).await, before);
    // An order would have been seen.
    ada.spend("/api/checkout", "k", &starter_pack()).await.ok();
    assert_ne!(Untouched::of(&house, &ada).await, before);
}

#[tokio::test]
async fn only_a_path_of_ours_is_returned_to() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    for path in ["/", "/billing", "/?a=1", "/billing?plan=x"] {
        let body = with(starter_pack(), "return_to", Some(path.into()));
        assert_eq!(ada.spend("/api/checkout", path, &body).await.status, 200, "{path}");
    }
    for path in [
        "",
        "//evil",
        "///evil",
        "/\\evil",
        "\\evil",
        "https://evil",
        "https:evil",
        "javascript:alert(1)",
        "/\t/evil",
        "/%2f/evil",
        "/..//evil",
        "/api/session",
        "/signin",
        "/billing/../x",
        "/\r\nLocation: //evil",
        " /",
        "/#x",
    ] {
        let body = with(starter_pack(), "return_to", Some(path.into()));
        assert_eq!(ada.spend("/api/checkout", "elsewhere", &body).await.pointers(), ["/return_to"], "{path:?}");
    }
}

#[tokio::test]
async fn a_checkout_of_somebody_else_is_not_there() {
    let house = House::new().await;
    let (ada, bob) = (house.newcomer("ada").await, house.newcomer("bob").await);
    let page = house.checkout(&ada, &starter_pack()).await;
    let id = ada.act("POST", &format!("{page}/pay-silently")).await.location().replace("/checkout/return/", "");
    assert_eq!(bob.get(&format!("/api/checkout/{id}")).await.code(), "NOT_FOUND");
    assert_eq!(house.ledger.balance(ada.account).await.unwrap().available.get(), 0);
    assert_eq!(ada.get("/api/checkout/rubbish").await.code(), "NOT_FOUND");
    assert_eq!(ada.get(&format!("/api/checkout/{}", uuid::Uuid::nil())).await.code(), "NOT_FOUND");
}
