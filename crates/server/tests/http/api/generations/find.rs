//! `GET /api/generations/{id}`.

use crate::support::{House, sora};

#[tokio::test]
async fn its_owner_sees_how_it_stands() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let done = house.generation(&ada, &sora("a fox"), "succeeded").await;
    let id = done["id"].as_str().unwrap();
    let found = ada.get(&format!("/api/generations/{id}")).await.ok().json();
    assert_eq!(found, done);
    assert_eq!((found["charge"].as_str(), found["progress_permille"].as_u64()), (Some("charged"), Some(1_000)));
    let roles: Vec<&str> =
        found["assets"].as_array().unwrap().iter().map(|asset| asset["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["clip", "poster"]);
    assert_eq!(found["assets"][1]["url"], format!("/api/generations/{id}/assets/1"));
}

#[tokio::test]
async fn what_is_not_there_and_what_is_somebody_elses_are_one_answer() {
    let house = House::new().await;
    let (ada, bob) = (house.owner("ada", 300).await, house.newcomer("bob").await);
    let done = house.generation(&ada, &sora("a fox"), "succeeded").await;
    let theirs = bob.get(&format!("/api/generations/{}", done["id"].as_str().unwrap())).await;
    let nowhere = bob.get(&format!("/api/generations/{}", uuid::Uuid::nil())).await;
    let rubbish = bob.get("/api/generations/rubbish").await;
    for answer in [&theirs, &nowhere, &rubbish] {
        assert_eq!((answer.status, answer.code().as_str()), (404, "NOT_FOUND"));
        assert_eq!(answer.json()["detail"], nowhere.json()["detail"]);
    }
}
