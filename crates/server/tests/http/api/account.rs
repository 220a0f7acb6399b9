//! `POST /api/account`.

use serde_json::json;
use server::ServerSettings;

use crate::support::House;

#[tokio::test]
async fn a_newcomer_is_signed_in_with_no_credits() {
    let house = House::new().await;
    let client = house.visitor();
    let body = json!({"email": " Ada@Example.org", "password": "correct horse", "display_name": "Ada L"});
    let answer = client.post("/api/account", &body).await;
    assert_eq!(answer.status, 201);
    let me = answer.json();
    assert_eq!((me["email"].as_str(), me["display_name"].as_str()), (Some("ada@example.org"), Some("Ada L")));
    assert_eq!(client.get("/api/me").await.ok().json(), me);
    assert_eq!(client.get("/api/balance").await.json(), json!({"available": 0, "held": 0, "version": 0}));
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let body = json!({"email": "ada@example.org", "password": "correct horse"});
    let house = House::new().await;
    let answer = house.visitor().post("/api/account", &body).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("farebox="), "{cookie}");
    for flag in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
        assert!(cookie.contains(flag), "{cookie}");
    }
    assert!(!cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
    assert!(cookie.split(';').next().unwrap().len() >= "farebox=".len() + 43, "{cookie}");

    let house = House::with(ServerSettings { secure_cookies: true, ..ServerSettings::default() }).await;
    let answer = house.visitor().post("/api/account", &body).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-farebox=") && cookie.contains("; Secure"), "{cookie}");
    assert!(answer.header("strict-transport-security").is_some());
}

#[tokio::test]
async fn an_address_has_one_account() {
    let house = House::new().await;
    house.newcomer("ada").await;
    let body = json!({"email": "ADA@example.org", "password": "another password"});
    let answer = house.visitor().post("/api/account", &body).await;
    assert_eq!(answer.pointers(), ["/email"]);
    assert!(answer.header("set-cookie").is_none());
    let sign_in = json!({"email": "ada@example.org", "password": "another password"});
    assert_eq!(house.visitor().post("/api/session", &sign_in).await.code(), "AUTH_REQUIRED");
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    let house = House::new().await;
    let rows = [
        (json!({}), vec!["/email", "/password"]),
        (
            json!({"email": "nobody", "password": "short", "display_name": ""}),
            vec!["/email", "/password", "/display_name"],
        ),
        (json!({"email": "nobody", "password": 1}), vec!["/password", "/email"]),
        (json!({"email": "a@b.c", "password": "long enough", "admin": true}), vec!["/admin"]),
        (json!({"email": "a@b.c", "password": "p".repeat(1_025)}), vec!["/password"]),
    ];
    for (body, pointers) in rows {
        let answer = house.visitor().post("/api/account", &body).await;
        assert_eq!(answer.pointers(), pointers, "{body}");
        assert!(answer.header("set-cookie").is_none());
    }
}

#[tokio::test]
async fn signing_up_ends_the_session_that_the_browser_had() {
    let house = House::new().await;
    let client = house.newcomer("ada").await;
    let before = client.twin();
    client.post("/api/account", &json!({"email": "eve@example.org", "password": "correct horse"})).await.ok();
    assert_eq!(before.get("/api/me").await.code(), "AUTH_REQUIRED");
    assert_eq!(client.get("/api/me").await.json()["email"], "eve@example.org");
}

#[tokio::test]
async fn accounts_are_found_by_address_for_the_operator() {
    let house = House::new().await;
    let client = house.newcomer("ada").await;
    let found = house.app.account_by_email("Ada@example.ORG").await.unwrap().unwrap();
    assert_eq!((found.account, found.display_name.as_str()), (client.account, "ada"));
    assert_eq!(house.app.account_by_email("nobody@example.org").await.unwrap(), None);
    assert_eq!(house.app.account_by_email("no address").await.unwrap(), None);
}
