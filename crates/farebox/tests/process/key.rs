//! The keys of other servers: made and revoked by the operator, beside a running server and without one.

use serde_json::{Value, json};

use crate::support::{Person, Place};

const ACCOUNT: &str = "019a2f0c-6b1e-7c3a-9d55-0f6f4f1f2a10";

/// The status of a question about an account's balance, asked with a key.
async fn status(origin: &str, key: &str) -> u16 {
    let address = format!("{origin}/v1/accounts/{ACCOUNT}/balance");
    let asked = Person::new("nobody@example.com").http.get(address).bearer_auth(key).send();
    asked.await.unwrap().status().as_u16()
}

fn made(place: &Place, name: &str) -> Value {
    place.run(&["key", "create", name, "--json"]).done().json()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn a_key_opens_the_ledger_until_it_is_revoked() {
    let place = Place::new();
    let server = place.serve(&[]);
    let (first, second) = (made(&place, "render farm"), made(&place, "editor"));
    assert_eq!(status(&server.origin, text(&first["key"])).await, 200);
    assert_eq!(status(&server.origin, "fbx_rubbish").await, 401);
    let listed = place.run(&["key", "list", "--json"]).done().json();
    let names: Vec<_> = listed["keys"].as_array().unwrap().iter().map(|key| text(&key["name"])).collect();
    assert_eq!(names, ["editor", "render farm"]);
    assert!(!listed.to_string().contains("fbx_"), "{listed}");
    let revoked = place.run(&["key", "revoke", text(&first["id"])]).done().stdout;
    assert_eq!(revoked, "The API key \"render farm\" is revoked.\n");
    // The server had just used it, and refuses it at once.
    assert_eq!(status(&server.origin, text(&first["key"])).await, 401);
    assert_eq!(status(&server.origin, text(&second["key"])).await, 200);
}

#[tokio::test]
async fn a_key_that_was_made_without_a_server_is_known_to_the_next_one() {
    let place = Place::new();
    let mut server = place.serve(&[]);
    server.signal("TERM");
    assert!(server.ended().success());
    let page = place.run(&["key", "create", "render farm"]).done().stdout;
    let key = page.lines().next().unwrap();
    assert!(key.starts_with("fbx_") && page.contains("\"render farm\"") && page.contains("not shown again"), "{page}");
    let server = place.serve(&[]);
    assert_eq!(status(&server.origin, key).await, 200);
    let list = place.run(&["key", "list"]).done().stdout;
    assert!(list.contains("valid") && list.contains("render farm") && !list.contains(key), "{list}");
}

#[test]
fn what_is_no_name_and_no_key_is_refused() {
    let place = Place::new();
    let _server = place.serve(&[]);
    for name in ["", "  ", "two\nlines"] {
        place.run(&["key", "create", name]).failed(1, &["the name must be 1 to 100 characters"]);
    }
    place.run(&["key", "revoke", ACCOUNT]).failed(1, &[ACCOUNT, "farebox key list"]);
    place.run(&["key", "revoke", "render farm"]).failed(2, &["<ID>"]);
    assert_eq!(place.run(&["key", "list", "--json"]).done().json(), json!({"keys": []}));
    assert_eq!(place.run(&["key", "list"]).done().stdout, "There are no API keys.\n");
}
