//! `/api/session`.

use std::time::Duration;

use serde_json::json;

use crate::support::House;

#[tokio::test]
async fn whoever_knows_the_password_is_signed_in() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let elsewhere = house.visitor();
    let sign_in = json!({"email": "ADA@example.org", "password": "correct horse battery"});
    let me: wire::Me = elsewhere.post("/api/session", &sign_in).await.ok().read_as();
    assert_eq!(me.account, ada.account.0);
    assert_eq!(elsewhere.get("/api/me").await.status, 200);
    assert_eq!(ada.get("/api/me").await.status, 200);
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_password_are_one_answer() {
    let house = House::new().await;
    house.newcomer("ada").await;
    let mut details = Vec::new();
    for email in ["ada@example.org", "nobody@example.org", "no address"] {
        let answer = house.visitor().post("/api/session", &json!({"email": email, "password": "wrong horse"})).await;
        assert_eq!((answer.status, answer.code().as_str()), (401, "AUTH_REQUIRED"));
        assert!(answer.header("set-cookie").is_none());
        details.push(answer.json()["detail"].clone());
    }
    assert!(details.iter().all(|detail| detail == &details[0]), "{details:?}");
}

#[tokio::test]
async fn signing_in_rotates_the_session() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let before = ada.twin();
    ada.post("/api/session", &json!({"email": "ada@example.org", "password": "correct horse battery"})).await.ok();
    assert_ne!(ada.cookie(), before.cookie());
    assert_eq!(before.get("/api/me").await.code(), "AUTH_REQUIRED");
    assert_eq!(ada.get("/api/me").await.status, 200);
}

#[tokio::test]
async fn signing_out_deletes_the_session_for_good() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let kept = ada.twin();
    let answer = ada.act("DELETE", "/api/session").await;
    assert_eq!(answer.status, 204);
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(ada.cookie(), None);
    assert_eq!(kept.get("/api/me").await.code(), "AUTH_REQUIRED");
    assert_eq!(ada.act("DELETE", "/api/session").await.status, 204);
}

#[tokio::test]
async fn a_session_lives_on_while_it_is_used_and_ends_when_it_is_not() {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let house = House::new().await;
    let (used, unused) = (house.newcomer("ada").await, house.newcomer("bob").await);
    for _ in 0..4 {
        house.clock.advance(DAY * 10);
        assert_eq!(used.get("/api/me").await.status, 200);
    }
    assert_eq!(unused.get("/api/me").await.code(), "AUTH_REQUIRED");
    house.clock.advance(DAY * 30);
    assert_eq!(used.get("/api/me").await.code(), "AUTH_REQUIRED");
}

#[tokio::test]
async fn a_cookie_that_we_never_wrote_is_nobody() {
    let house = House::new().await;
    house.newcomer("ada").await;
    for cookie in ["farebox=", "farebox=rubbish", &format!("farebox={}", "A".repeat(43)), "other=1"] {
        let request = crate::support::request("GET", "/api/me").header("cookie", cookie);
        let answer = house.visitor().send(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(answer.code(), "AUTH_REQUIRED", "{cookie}");
    }
}
