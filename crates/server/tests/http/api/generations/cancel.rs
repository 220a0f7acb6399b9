//! `POST /api/generations/{id}/cancel`.

use serde_json::json;

use crate::support::{House, Untouched, sora};

#[tokio::test]
async fn running_work_stops_and_its_credits_return() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let running = house.generation(&ada, &sora("wait"), "running").await;
    let path = format!("/api/generations/{}/cancel", running["id"].as_str().unwrap());
    let cancelled = ada.act("POST", &path).await.ok().json();
    assert_eq!((&cancelled["state"], &cancelled["charge"]), (&json!("cancelled"), &json!("not_charged")));
    let balance = ada.get("/api/balance").await.json();
    assert_eq!((&balance["available"], &balance["held"]), (&json!(300), &json!(0)));
    // Once more changes nothing.
    assert_eq!(ada.act("POST", &path).await.ok().json(), cancelled);
    assert_eq!(ada.get("/api/balance").await.json(), balance);
}

#[tokio::test]
async fn what_was_charged_for_cannot_be_undone() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let done = house.generation(&ada, &sora("a fox"), "succeeded").await;
    let before = Untouched::of(&house, &ada).await;
    let answer = ada.act("POST", &format!("/api/generations/{}/cancel", done["id"].as_str().unwrap())).await;
    assert_eq!((answer.status, answer.code().as_str()), (409, "HOLD_NOT_ACTIVE"));
    assert_eq!(answer.json()["state"], "settled");
    assert_eq!(Untouched::of(&house, &ada).await, before);
}

#[tokio::test]
async fn nobody_stops_the_work_of_somebody_else() {
    let house = House::new().await;
    let (ada, bob) = (house.owner("ada", 300).await, house.newcomer("bob").await);
    let running = house.generation(&ada, &sora("wait"), "running").await;
    let path = format!("/api/generations/{}/cancel", running["id"].as_str().unwrap());
    let before = Untouched::of(&house, &ada).await;
    assert_eq!(bob.act("POST", &path).await.code(), "NOT_FOUND");
    assert_eq!(house.visitor().act("POST", &path).await.code(), "AUTH_REQUIRED");
    assert_eq!(Untouched::of(&house, &ada).await, before);
    house.script.let_one_go();
    ada.events(None).await.generation("succeeded").await;
}
