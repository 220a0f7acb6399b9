//! The operator's commands, with a server and without one.

use crate::support::{Person, Place, said};

/// A place whose server had one sign-up and then stopped cleanly.
async fn place_with_ada() -> Place {
    let place = Place::new();
    let mut server = place.serve(&[]);
    Person::signed_up(&server.origin, "Ada@Example.com").await;
    server.signal("TERM");
    assert!(server.ended().success());
    place
}

const GRANT: [&str; 6] = ["account", "grant", "ada@example.com", "500", "--reason", "early tester"];

#[tokio::test]
async fn a_grant_without_a_server_is_there_when_the_server_starts() {
    let place = place_with_ada().await;
    let granted = place.run(&GRANT).done().stdout;
    assert!(granted.contains("500 credits granted to ada@example.com, who has 500 now. Key: "), "{granted}");
    let _server = place.serve(&[]);
    let shown = place.run(&["account", "show", "ada@example.com", "--json"]).done().json();
    assert_eq!(shown["balance"]["available"], 500);
    assert_eq!(shown["entries"][0]["note"], "early tester");
    assert_eq!(shown["entries"][0]["source"], "grant");
}

#[tokio::test]
async fn a_grant_under_a_key_happens_once_with_and_without_a_server() {
    let place = place_with_ada().await;
    let keyed = [&GRANT[..], &["--key", "ticket-4711", "--json"]].concat();
    let first = place.run(&keyed).done().json();
    assert_eq!((&first["already_granted"], &first["balance"]["available"]), (&false.into(), &500.into()));
    assert_eq!(first["key"], "ticket-4711");
    let second = place.run(&keyed).done().json();
    assert_eq!((&second["already_granted"], &second["balance"]["available"]), (&true.into(), &500.into()));
    let _server = place.serve(&[]);
    assert_eq!(place.run(&keyed).done().json()["already_granted"], true);
    let other = ["account", "grant", "ada@example.com", "501", "--reason", "early tester", "--key", "ticket-4711"];
    place.run(&other).failed(1, &["ticket-4711", "different grant", "nothing was granted"]);
    let shown = place.run(&["account", "show", "ada@example.com", "--json"]).done().json();
    assert_eq!(shown["balance"]["available"], 500);
}

#[tokio::test]
async fn what_cannot_be_granted_is_refused_and_changes_nothing() {
    let place = place_with_ada().await;
    let refused = |email: &str, amount: &str, reason: &str, words: &[&str]| {
        place.run(&["account", "grant", email, amount, "--reason", reason]).failed(1, words);
    };
    refused("ada@example.com", "0", "why", &["0 credits cannot be granted", "from 1 to"]);
    refused("ada@example.com", "-5", "why", &["-5 credits cannot be granted"]);
    refused("ada@example.com", "1000000000000001", "why", &["cannot be granted"]);
    refused("ada@example.com", "5", "  ", &["reason"]);
    refused("bob@example.com", "5", "why", &["no account has the e-mail address bob@example.com"]);
    refused("not an address", "5", "why", &["no account has the e-mail address"]);
    place.run(&["account", "grant", "ada@example.com", "5", "--reason", "w", "--key", "a b"]).failed(1, &["key"]);
    place.run(&["account", "grant", "ada@example.com", "ten", "--reason", "why"]).failed(2, &["AMOUNT"]);
    place.run(&["account", "grant", "ada@example.com", "5"]).failed(2, &["--reason"]);
    let shown = place.run(&["account", "show", "ada@example.com", "--json"]).done().json();
    assert_eq!((&shown["balance"]["available"], &shown["balance"]["version"]), (&0.into(), &0.into()));
}

#[tokio::test]
async fn a_refusal_is_json_for_whoever_asked_for_json() {
    let place = place_with_ada().await;
    let said = place.run(&["account", "show", "bob@example.com", "--json"]);
    let problem: serde_json::Value = serde_json::from_str(&said.stderr).unwrap();
    assert_eq!((said.code, problem["error"]["code"].as_str()), (Some(1), Some("REFUSED")));
    assert_eq!(said.stdout, "");
}

#[tokio::test]
async fn an_account_is_shown_with_its_holds_and_as_many_entries_as_asked_for() {
    let place = place_with_ada().await;
    let server = place.serve(&["--set", "generator.rest_per_step_ms=10000"]);
    for key in ["one", "two", "three"] {
        place.run(&[&GRANT[..], &["--key", key]].concat()).done();
    }
    let ada = Person::new("ada@example.com");
    let body = serde_json::json!({ "email": "ada@example.com", "password": "a long enough password" });
    ada.http
        .post(format!("{}/api/session", server.origin))
        .json(&body)
        .send()
        .await
        .unwrap()
        .error_for_status()
        .unwrap();
    let accepted = ada.image(&server.origin, "intent", "a quiet harbour").await;
    let shown = place.run(&["account", "show", "ada@example.com", "--limit", "2", "--json"]).done().json();
    assert_eq!((&shown["balance"]["available"], &shown["balance"]["held"]), (&1_499.into(), &1.into()));
    assert_eq!(shown["holds"][0]["id"], accepted.generation.id.to_string());
    assert_eq!(shown["holds"].as_array().map(Vec::len), Some(1));
    assert_eq!(shown["entries"].as_array().map(Vec::len), Some(2));
    let page = place.run(&["account", "show", "ada@example.com"]).done().stdout;
    assert!(page.contains("1,499") && page.contains("Image preview") && page.contains("early tester"), "{page}");
}

#[test]
fn a_folder_without_a_ledger_is_most_likely_another_one_than_was_meant() {
    let place = Place::new();
    for command in [&["ledger", "audit"][..], &["account", "show", "ada@example.com"], &GRANT] {
        place.run(command).failed(2, &["there is no ledger in data", "--data"]);
    }
    assert!(!place.data().exists());
}

#[tokio::test]
async fn the_audit_tells_what_it_compared_and_finds_a_difference() {
    let place = place_with_ada().await;
    place.run(&GRANT).done();
    let clean = place.run(&["ledger", "audit", "--json"]).done().json();
    assert_eq!((&clean["clean"], &clean["entries"]), (&true.into(), &1.into()));
    assert!(place.run(&["ledger", "audit"]).done().stdout.contains("every balance is the sum of its entries"));
    // Somebody writes into the file behind the ledger's back.
    let file = rusqlite::Connection::open(place.data().join("ledger.db")).unwrap();
    let changed = file.execute("UPDATE balances SET available = available + 1", []).unwrap();
    assert_eq!(changed, 1);
    drop(file);
    let found = place.run(&["ledger", "audit", "--json"]);
    assert_eq!((found.code, &found.json()["clean"]), (Some(1), &false.into()));
    assert!(place.run(&["ledger", "audit"]).stdout.contains("1 difference"), "{found:?}");
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_said_in_words() {
    let place = place_with_ada().await;
    let server = place.serve(&[]);
    std::fs::remove_file(place.data().join("admin.sock")).unwrap();
    said(place.program().args(["account", "show", "ada@example.com"]))
        .failed(3, &["another Farebox uses the data folder", "does not answer"]);
    drop(server);
}
