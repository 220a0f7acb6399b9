//! The operator's commands beside a running server: its people see them at once.

use reqwest::Response;

use crate::support::{Person, Place};

/// Reads the stream until it has said something with all of these words.
async fn read_until(stream: &mut Response, words: &[&str]) -> String {
    let mut said = String::new();
    loop {
        if words.iter().all(|word| said.contains(word)) {
            return said;
        }
        let chunk = stream.chunk().await.unwrap().unwrap_or_else(|| panic!("the stream ended after {said}"));
        said.push_str(&String::from_utf8_lossy(&chunk));
    }
}

#[tokio::test]
async fn a_grant_is_seen_in_the_balance_and_told_on_the_stream() {
    let place = Place::new();
    let server = place.serve(&[]);
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    let mut stream = ada.get(&server.origin, "/api/events").await.unwrap();
    read_until(&mut stream, &["event: balance", "\"available\":0"]).await;
    place.run(&["account", "grant", "ada@example.com", "500", "--reason", "early tester"]).done();
    read_until(&mut stream, &["event: balance", "\"available\":500"]).await;
    assert_eq!(ada.balance(&server.origin).await.available.get(), 500);
    let audit = place.run(&["ledger", "audit", "--json"]).done().json();
    assert_eq!((&audit["clean"], &audit["entries"]), (&true.into(), &1.into()));
}

#[test]
fn many_commands_at_once_are_each_done_once() {
    let place = Place::new();
    let server = place.serve(&[]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let ada = runtime.block_on(Person::signed_up(&server.origin, "ada@example.com"));
    std::thread::scope(|scope| {
        for n in 0..8 {
            let place = &place;
            scope.spawn(move || {
                // Two of each key: a repeated command is the same command.
                let key = format!("key-{}", n / 2);
                place.run(&["account", "grant", "ada@example.com", "10", "--reason", "race", "--key", &key]).done();
            });
        }
    });
    assert_eq!(runtime.block_on(ada.balance(&server.origin)).available.get(), 40);
}

#[test]
fn many_commands_at_once_without_a_server_are_each_done() {
    let place = Place::new();
    let mut server = place.serve(&[]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(Person::signed_up(&server.origin, "ada@example.com"));
    server.signal("TERM");
    server.ended();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                place.run(&["account", "grant", "ada@example.com", "10", "--reason", "race"]).done();
            });
        }
    });
    let shown = place.run(&["account", "show", "ada@example.com", "--json"]).done().json();
    assert_eq!(shown["balance"]["available"], 40);
}
