//! `POST /api/generations`.

use serde_json::{Value, json};

use crate::support::{House, Untouched, image, sora, with};

#[tokio::test]
async fn accepted_work_has_its_credits_on_hold() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let answer = ada.spend("/api/generations", "k", &sora("wait for the tide")).await;
    assert_eq!((answer.status, answer.header("idempotent-replayed")), (202, None));
    let accepted = answer.json();
    let generation = &accepted["generation"];
    for (name, value) in [
        ("state", json!("queued")),
        ("charge", json!("held")),
        ("cost", json!(80)),
        ("operation", json!("Sora render")),
        ("prompt", json!("wait for the tide")),
        ("assets", json!([])),
        ("seconds", json!(5)),
        ("aspect_ratio", json!("16:9")),
    ] {
        assert_eq!(generation[name], value, "{name}");
    }
    assert_eq!(accepted["balance"], json!({"available": 220, "held": 80, "version": 2}));
}

#[tokio::test]
async fn a_repeated_request_is_the_same_request() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let first = ada.spend("/api/generations", "k", &sora("wait")).await.ok();
    let again = ada.spend("/api/generations", "k", &sora("wait")).await.ok();
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.json()["generation"]["id"], first.json()["generation"]["id"]);
    assert_eq!(ada.get("/api/balance").await.json()["available"], 220);
    let before = Untouched::of(&house, &ada).await;
    let answer = ada.spend("/api/generations", "k", &sora("another")).await;
    assert_eq!((answer.status, answer.code().as_str()), (422, "IDEMPOTENCY_KEY_REUSED"));
    assert_eq!(Untouched::of(&house, &ada).await.entries(), before.entries());
}

#[tokio::test]
async fn a_request_whose_first_attempt_is_at_work_is_told_to_ask_again() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let body = sora("wait");
    let asked: wire::GenerationRequest = serde_json::from_value(body.clone()).unwrap();
    let key = credits::IdempotencyKey::new("k").unwrap();
    let first = house.studio.steps().accept(ada.account, key, asked.request(), asked.expected_cost).await.unwrap();
    let answer = ada.spend("/api/generations", "k", &body).await;
    assert_eq!((answer.status, answer.code().as_str()), (409, "REQUEST_IN_PROGRESS"));
    assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
    assert_eq!(ada.get("/api/balance").await.json()["held"], 0);
    // Until here nobody else could take it up.
    drop(first);
}

#[tokio::test]
async fn a_key_belongs_to_its_account() {
    let house = House::new().await;
    let (ada, bob) = (house.owner("ada", 300).await, house.owner("bob", 300).await);
    let of_ada = ada.spend("/api/generations", "k", &image("a")).await.ok().json();
    let of_bob = bob.spend("/api/generations", "k", &image("b")).await.ok().json();
    assert_ne!(of_ada["generation"]["id"], of_bob["generation"]["id"]);
}

#[tokio::test]
async fn too_few_credits_are_an_offer_and_leave_nothing_behind() {
    let house = House::new().await;
    let ada = house.owner("ada", 12).await;
    let before = Untouched::of(&house, &ada).await;
    let answer = ada.spend("/api/generations", "k", &sora("a fox")).await;
    assert_eq!((answer.status, answer.code().as_str()), (402, "INSUFFICIENT_CREDITS"));
    let mut problem = answer.json();
    problem.as_object_mut().unwrap().remove("request_id");
    let expected = json!({
        "type": "/problems/insufficient-credits", "title": "Insufficient credits", "status": 402,
        "detail": "You have 12 credits. This Sora render costs 80 credits. You need 68 more.",
        "code": "INSUFFICIENT_CREDITS", "required": 80, "available": 12, "held": 0, "missing": 68, "operation": "Sora render",
        "offer": {
            "price_id": "price_credits_250", "name": "Starter Pack", "credits": 300, "quantity": 1,
            "price": {"amount_minor": 1500, "currency": "usd"},
        },
        "retryable": false,
    });
    assert_eq!(problem, expected);
    assert_eq!(answer.header("retry-after"), None);
    assert_eq!(Untouched::of(&house, &ada).await, before);
    // The key is free: the same intent goes through after a purchase.
    house.grant(&ada, 300).await;
    assert_eq!(ada.spend("/api/generations", "k", &sora("a fox")).await.status, 202);
}

#[tokio::test]
async fn waiting_helps_when_credits_on_hold_alone_are_in_the_way() {
    let house = House::new().await;
    let ada = house.owner("ada", 100).await;
    house.generation(&ada, &sora("wait"), "running").await;
    let answer = ada.spend("/api/generations", "k", &sora("another")).await;
    assert_eq!(answer.code(), "INSUFFICIENT_CREDITS");
    let problem = answer.json();
    assert_eq!(
        (&problem["available"], &problem["held"], &problem["retryable"]),
        (&json!(20), &json!(80), &json!(true))
    );
    assert!(answer.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
}

#[tokio::test]
async fn the_servers_price_wins_and_nothing_is_held() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let before = Untouched::of(&house, &ada).await;
    for expected in [0, 79, 81, 300] {
        let body = with(sora("a fox"), "expected_cost", Some(expected.into()));
        let answer = ada.spend("/api/generations", "k", &body).await;
        assert_eq!((answer.status, answer.code().as_str()), (409, "PRICE_CHANGED"));
        let problem = answer.json();
        assert_eq!((&problem["expected_cost"], &problem["cost"]), (&json!(expected), &json!(80)));
    }
    assert_eq!(Untouched::of(&house, &ada).await, before);
}

#[tokio::test]
async fn a_wrong_request_is_refused_with_everything_that_is_wrong() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let before = Untouched::of(&house, &ada).await;
    let changed = |name: &str, value: Value| with(sora("a fox"), name, Some(value));
    let rows = [
        (changed("prompt", "".into()), vec!["/prompt"]),
        (changed("prompt", " \n\t".into()), vec!["/prompt"]),
        (changed("prompt", "é".repeat(4_001).into()), vec!["/prompt"]),
        (changed("model", "sora-3".into()), vec!["/model"]),
        (changed("model", "wan-2.5".into()), vec!["/model"]),
        (changed("aspect_ratio", "4:3".into()), vec!["/aspect_ratio"]),
        (changed("seconds", 7.into()), vec!["/seconds"]),
        (changed("seconds", 0.into()), vec!["/seconds"]),
        (changed("seconds", json!(null)), vec!["/seconds"]),
        (changed("seconds", json!(-5)), vec!["/seconds"]),
        (changed("seconds", json!(5.0)), vec!["/seconds"]),
        (changed("kind", "movie".into()), vec!["/kind"]),
        (changed("expected_cost", json!("80")), vec!["/expected_cost"]),
        (changed("expected_cost", json!(-1)), vec!["/expected_cost"]),
        (changed("expected_cost", json!(-80)), vec!["/expected_cost"]),
        (changed("expected_cost", json!(80.5)), vec!["/expected_cost"]),
        (changed("expected_cost", json!(1e300)), vec!["/expected_cost"]),
        (changed("account", json!("someone")), vec!["/account"]),
        (with(sora("a fox"), "expected_cost", None), vec!["/expected_cost"]),
        (with(image("a fox"), "seconds", Some(5.into())), vec!["/seconds"]),
        (with(changed("model", "x".into()), "prompt", Some("".into())), vec!["/model", "/prompt"]),
        (with(changed("aspect_ratio", "x".into()), "prompt", Some("".into())), vec!["/aspect_ratio", "/prompt"]),
        (with(changed("kind", "x".into()), "model", Some("x".into())), vec!["/kind"]),
        (json!({}), vec!["/kind", "/model", "/prompt", "/aspect_ratio", "/expected_cost"]),
        (json!("a fox"), vec![""]),
        (json!(null), vec![""]),
    ];
    for (body, pointers) in rows {
        let answer = ada.spend("/api/generations", "k", &body).await;
        assert_eq!(answer.pointers(), pointers, "{body}");
    }
    assert_eq!(Untouched::of(&house, &ada).await, before);
}

#[tokio::test]
async fn the_longest_prompt_is_taken() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let prompt = "é".repeat(4_000);
    let accepted = ada.spend("/api/generations", "k", &image(&prompt)).await.ok().json();
    assert_eq!(accepted["generation"]["prompt"], prompt);
}

#[tokio::test]
async fn a_spending_request_names_its_intent() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let before = Untouched::of(&house, &ada).await;
    assert_eq!(ada.post("/api/generations", &sora("a fox")).await.pointers(), ["Idempotency-Key"]);
    for key in ["", " ", "two words", &"k".repeat(256)] {
        assert_eq!(ada.spend("/api/generations", key, &sora("a fox")).await.pointers(), ["Idempotency-Key"], "{key}");
    }
    // What is wrong with the body is said in the same breath.
    let answer = ada.post("/api/generations", &with(sora(""), "kind", Some("x".into()))).await;
    assert_eq!(answer.pointers(), ["Idempotency-Key", "/kind", "/prompt"]);
    assert_eq!(Untouched::of(&house, &ada).await, before);
}

#[tokio::test]
async fn a_refused_generation_is_not_charged() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let failed = house.generation(&ada, &sora("refuse this"), "failed").await;
    assert_eq!((&failed["charge"], &failed["assets"]), (&json!("not_charged"), &json!([])));
    let failure = json!({"code": "GENERATION_FAILED", "reason": crate::support::Script::REASON});
    assert_eq!(failed["failure"], failure);
    ada.events(None).await.available(300).await;
}

#[tokio::test]
async fn one_of_many_at_once_gets_the_last_credits() {
    let house = House::new().await;
    let ada = house.owner("ada", 80).await;
    let keys: Vec<String> = (0..16).map(|n| format!("tab-{n}")).collect();
    let body = sora("wait");
    let answers =
        futures_util::future::join_all(keys.iter().map(|key| ada.spend("/api/generations", key, &body))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [vec![202], vec![402; 15]].concat());
    assert_eq!(ada.get("/api/generations").await.json()["items"].as_array().unwrap().len(), 1);
}
