//! Storage that cannot be reached: said in plain words, nothing acknowledged.

use serde_json::json;

use crate::support::{House, image, starter_pack};

/// Takes the tables of accounts, generations and orders away from under the server, as a broken file would.
fn break_storage(house: &House) {
    let connection = rusqlite::Connection::open(house.folder.path().join("app.db")).unwrap();
    connection.execute_batch("ALTER TABLE server_sessions RENAME TO lost").unwrap();
}

fn mend_storage(house: &House) {
    let connection = rusqlite::Connection::open(house.folder.path().join("app.db")).unwrap();
    connection.execute_batch("ALTER TABLE lost RENAME TO server_sessions").unwrap();
}

#[tokio::test]
async fn it_is_said_without_internals_and_heals_by_itself() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    break_storage(&house);
    let sign_up = json!({"email": "bob@example.org", "password": "correct horse"});
    let answers = [
        ada.get("/api/me").await,
        ada.get("/api/balance").await,
        ada.spend("/api/generations", "k", &image("a fox")).await,
        ada.spend("/api/checkout", "k", &starter_pack()).await,
        house.visitor().post("/api/account", &sign_up).await,
    ];
    for answer in answers {
        assert_eq!((answer.status, answer.code().as_str()), (503, "SERVICE_UNAVAILABLE"));
        assert!(answer.header("retry-after").is_some());
        for inside in ["sqlite", "SQL", "server_sessions", "no such table", house.folder.path().to_str().unwrap()] {
            assert!(!answer.text().contains(inside), "{inside} is in {}", answer.text());
        }
    }
    let page = ada.get("/").await;
    assert_eq!((page.status, page.header("content-type")), (503, Some("text/html; charset=utf-8")));
    assert!(page.text().contains(page.header("x-request-id").unwrap()), "{}", page.text());
    assert!(!page.text().contains("server_sessions"));
    mend_storage(&house);
    assert_eq!(ada.get("/api/balance").await.ok().json()["available"], 300);
    assert_eq!(ada.get("/api/generations").await.ok().json()["items"], json!([]));
    // The sign-up that was not acknowledged was not done.
    assert_eq!(house.visitor().post("/api/account", &sign_up).await.status, 201);
}
