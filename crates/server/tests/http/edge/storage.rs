//! Storage that cannot be reached: said in plain words, nothing acknowledged.

use std::time::Duration;

use serde_json::json;

use storage_fixture::Part;

use crate::support::{House, image, starter_pack};

/// Takes the tables of accounts, generations and orders away from under the server, as a broken file would.
fn break_storage(house: &House) {
    house.storage.change(Part::App, "ALTER TABLE server_sessions RENAME TO lost");
}

fn mend_storage(house: &House) {
    house.storage.change(Part::App, "ALTER TABLE lost RENAME TO server_sessions");
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
        for inside in [
            "sqlite",
            "postgres",
            "SQL",
            "server_sessions",
            "no such table",
            "relation",
            house.storage.folder().to_str().unwrap(),
        ] {
            assert!(!answer.text().contains(inside), "{inside} is in {}", answer.text());
        }
    }
    let page = ada.get("/").await;
    assert_eq!((page.status, page.header("content-type")), (503, Some("text/html; charset=utf-8")));
    assert!(page.text().contains(page.header("x-request-id").unwrap()), "{}", page.text());
    assert!(!page.text().contains("server_sessions"));
    // What a program reads in `detail`, a person reads on the page.
    let problem: wire::Problem = ada.get("/api/me").await.read_as();
    for text in [problem.title, problem.detail] {
        assert!(page.text().contains(&text), "{text} is not in {}", page.text());
    }
    let form = house.visitor().fill("/signup", &[("email", "bob@example.org"), ("password", "correct horse")]).await;
    assert_eq!((form.status, form.header("content-type")), (503, Some("text/html; charset=utf-8")));
    assert!(form.header("retry-after").is_some() && form.text().contains("value=\"bob@example.org\""), "{form:?}");
    assert!(!form.text().contains("server_sessions"));
    mend_storage(&house);
    assert_eq!(ada.get("/api/balance").await.ok().json()["available"], 300);
    assert_eq!(ada.get("/api/generations").await.ok().json()["items"], json!([]));
    // The sign-up that was not acknowledged was not done.
    assert_eq!(house.visitor().post("/api/account", &sign_up).await.status, 201);
}

#[tokio::test]
async fn a_session_that_cannot_be_renewed_goes_on_reading() {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    house.storage.break_changes(Part::App, "BEFORE UPDATE ON server_sessions");
    house.clock.advance(DAY * 20);
    for path in ["/", "/billing", "/api/me", "/api/balance", "/api/generations"] {
        assert_eq!(ada.get(path).await.status, 200, "{path}");
    }
    // It is renewed as soon as that is possible again.
    house.storage.mend_changes(Part::App, "server_sessions");
    ada.get("/api/me").await.ok();
    house.clock.advance(DAY * 20);
    ada.get("/api/me").await.ok();
}

#[tokio::test]
async fn readiness_is_found_out_by_writing_and_storage_is_asked_once_a_second_at_most() {
    for (name, part, table) in [("ledger", Part::Ledger, "write_probe"), ("accounts", Part::App, "server_write_probe")]
    {
        let house = House::new().await;
        let says = async |ready: bool| {
            let wanted = if ready { (200, json!([])) } else { (503, json!([name])) };
            // A flood of questions: none of them is answered anew.
            for _ in 0..20 {
                let answer = house.visitor().get("/health/ready").await;
                assert_eq!((answer.status, answer.json()["not_ready"].clone()), wanted);
            }
        };
        says(true).await;
        // Over PostgreSQL the ledger's probe changes its row and never adds one again.
        let fault = format!("BEFORE INSERT OR UPDATE ON {table}");
        let fault = if house.storage.is_shared() { fault } else { fault.replace(" OR UPDATE", "") };
        house.storage.break_changes(part, &fault);
        says(true).await;
        house.clock.advance(Duration::from_secs(1));
        says(false).await;
        house.storage.mend_changes(part, table);
        says(false).await;
        house.clock.advance(Duration::from_secs(1));
        says(true).await;
        // A clock that is set back does not make an old answer last.
        house.storage.break_changes(part, &fault);
        house.clock.set_back(Duration::from_secs(3_600));
        says(false).await;
    }
}
