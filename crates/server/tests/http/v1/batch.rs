//! `POST /v1/batch`.

use axum::body::Body;
use serde_json::{Value, json};
use storage_fixture::Part;
use wire::{BatchAnswers, BatchBody};

use crate::support::{ADA, Answer, BOB, House, Server};

async fn batch(server: &Server, items: Value) -> Answer {
    server.post("/v1/batch", &json!({"items": items})).await
}

fn deposit(key: &str, amount: i64) -> Value {
    json!({"do": "deposit", "account": ADA, "key": key, "amount": amount, "source": "grant"})
}

fn hold(key: &str, amount: u32) -> Value {
    json!({"do": "hold", "account": ADA, "key": key, "amount": amount, "operation": "Render", "expires_in_seconds": 60})
}

fn statuses(answer: &Answer) -> Vec<u16> {
    let answers: BatchAnswers = answer.read_as();
    answers.answers.iter().map(|answer| answer.status).collect()
}

#[tokio::test]
async fn every_item_has_the_answer_that_it_would_have_had_alone() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let (first, second) = (server.held(ADA, "a", 80).await, server.held(ADA, "b", 20).await);
    let items = json!([
        deposit("d", 10),
        hold("h", 50),
        {"do": "settle", "hold": first, "key": "s", "amount": 30},
        {"do": "release", "hold": second, "key": "r"},
        {"do": "extend", "hold": second, "key": "e", "expires_in_seconds": 60},
        hold("too-many", 1_000),
        deposit("d", 10),
        deposit("d", 11),
        {"do": "settle", "hold": first, "key": "s", "amount": 30},
        deposit("wrong", -1),
        {"do": "deposit", "account": BOB, "key": "d", "amount": 7, "source": "pack"},
    ]);
    let answer = batch(&server, items).await;
    assert_eq!(answer.status, 200);
    assert_eq!(statuses(&answer), [201, 201, 200, 200, 409, 402, 201, 422, 200, 400, 201]);
    let answers = answer.json()["answers"].clone();
    assert_eq!(
        answers[0],
        json!({"status": 201, "body": {"amount": 10, "balance": {"available": 210, "held": 100, "version": 4}}})
    );
    assert_eq!((&answers[6]["replayed"], &answers[8]["replayed"]), (&json!(true), &json!(true)));
    assert_eq!(answers[6]["body"], answers[0]["body"]);
    assert_eq!(answers[4]["body"]["state"], "released");
    assert_eq!(
        (&answers[5]["body"]["code"], &answers[5]["body"]["missing"]),
        (&json!("INSUFFICIENT_CREDITS"), &json!(770))
    );
    assert_eq!(answers[9]["body"]["errors"][0]["pointer"], "/amount");
    assert_eq!(Some(answers[9]["body"]["request_id"].as_str().unwrap()), answer.header("x-request-id"));
    assert_eq!((server.has(ADA).await, server.has(BOB).await), ((230, 50), (7, 0)));
}

#[tokio::test]
async fn a_key_means_the_same_in_a_batch_and_alone() {
    let house = House::new().await;
    let server = house.server().await;
    let alone = server.write(&Server::of(ADA, "/deposits"), "k", &json!({"amount": 5, "source": "grant"})).await.ok();
    let answers: BatchAnswers = batch(&server, json!([deposit("k", 5)])).await.ok().read_as();
    let [again] = &answers.answers[..] else { panic!("{answers:?}") };
    assert_eq!((again.status, again.replayed), (201, true));
    let BatchBody::Done(done) = &again.body else { panic!("{again:?}") };
    assert_eq!(serde_json::to_value(done).unwrap(), alone.json());
}

#[tokio::test]
async fn a_wrong_item_is_refused_with_everything_that_is_wrong() {
    let house = House::new().await;
    let server = house.server().await;
    let rows: [(Value, &[&str]); 12] = [
        (json!("deposit"), &[""]),
        (json!({}), &["/do"]),
        (json!({"do": "reverse"}), &["/do"]),
        (json!({"do": 1}), &["/do"]),
        (json!({"do": "deposit"}), &["/key", "/account", "/amount", "/source"]),
        (json!({"do": "hold"}), &["/key", "/account", "/expires_in_seconds", "/amount", "/operation"]),
        (json!({"do": "settle"}), &["/key", "/hold"]),
        (json!({"do": "release", "key": "two words", "hold": "x"}), &["/key", "/hold"]),
        (json!({"do": "extend", "key": "", "hold": 1}), &["/key", "/hold", "/expires_in_seconds"]),
        (json!({"do": "release", "key": "k", "hold": "x", "account": ADA}), &["/hold", "/account"]),
        (crate::support::with(deposit("k", 1), "account", Some(json!("ada"))), &["/account"]),
        (crate::support::with(hold("k", 1), "operation", None), &["/operation"]),
    ];
    let items: Vec<&Value> = rows.iter().map(|(item, _)| item).collect();
    let answers: BatchAnswers = batch(&server, json!(items)).await.ok().read_as();
    for ((item, pointers), answer) in rows.iter().zip(&answers.answers) {
        let BatchBody::Problem(problem) = &answer.body else { panic!("{answer:?}") };
        let found: Vec<&str> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!((answer.status, found.as_slice()), (400, *pointers), "{item}");
    }
    assert_eq!((answers.answers.len(), server.has(ADA).await), (rows.len(), (0, 0)));
}

#[tokio::test]
async fn a_wrong_batch_is_refused_as_a_whole() {
    let house = House::new().await;
    let server = house.server().await;
    let many = vec![deposit("k", 1); 1_001];
    for body in [json!({}), json!({"items": []}), json!({"items": many}), json!({"items": {}}), json!({"items": null})]
    {
        let answer = server.post("/v1/batch", &body).await;
        assert_eq!(answer.pointers(), ["/items"], "{:.60}", body.to_string());
    }
    let answer = server.post("/v1/batch", &json!({"items": [deposit("k", 1)], "atomic": true})).await;
    assert_eq!(answer.pointers(), ["/atomic"]);
    let request = server.request("POST", "/v1/batch").header("content-type", "application/json");
    let answer = server.send(request, Body::from(" ".repeat(4 * 1024 * 1024 + 1))).await;
    assert_eq!((answer.status, answer.code().as_str()), (413, "PAYLOAD_TOO_LARGE"));
    assert_eq!(server.has(ADA).await, (0, 0));
}

#[tokio::test]
async fn a_thousand_items_with_the_longest_keys_and_notes_fit() {
    let house = House::new().await;
    let server = house.server().await;
    let items: Vec<Value> = (0..1_000)
        .map(|n| crate::support::with(deposit(&format!("{n:0>255}"), 1), "note", Some("é".repeat(500).into())))
        .collect();
    let answer = batch(&server, json!(items)).await;
    assert_eq!(statuses(&answer), vec![201; 1_000]);
    assert_eq!(server.has(ADA).await, (1_000, 0));
}

#[tokio::test]
async fn what_storage_does_not_keep_is_not_acknowledged_and_goes_through_later() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    house.storage.break_changes(Part::Ledger, "BEFORE INSERT ON entries WHEN NEW.kind = 'hold'");
    let answer = batch(&server, json!([hold("a", 1), deposit("wrong", -1), hold("b", 1)])).await;
    assert_eq!(statuses(&answer), [503, 400, 503]);
    assert!(answer.json()["answers"][0]["retry_after_seconds"].as_u64().unwrap() > 0);
    assert_eq!(server.has(ADA).await, (300, 0));
    house.storage.mend_changes(Part::Ledger, "entries");
    let answer = batch(&server, json!([hold("a", 1), hold("b", 1)])).await;
    assert_eq!((statuses(&answer), server.has(ADA).await), (vec![201, 201], (298, 2)));
}
