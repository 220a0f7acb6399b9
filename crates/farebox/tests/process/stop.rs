//! Stopping: what is under way is put down, and a second signal does not wait.

use std::io::Write as _;
use std::net::TcpStream;

use wire::GenerationState;

use crate::support::{Person, Place, wait_until};

#[tokio::test]
async fn a_stopped_server_puts_its_work_down_and_the_next_one_takes_it_up() {
    let place = Place::new();
    let mut server = place.serve(&["--set", "generator.rest_per_step_ms=10000"]);
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    place.run(&["account", "grant", "ada@example.com", "5", "--reason", "test"]).done();
    let mut stream = ada.get(&server.origin, "/api/events").await.unwrap();
    let id = ada.image(&server.origin, "intent", "a quiet harbour").await.generation.id;
    wait_until("the generation runs", async || {
        ada.generation(&server.origin, id).await.state == GenerationState::Running
    })
    .await;
    server.signal("TERM");
    let status = server.ended();
    assert!(status.success(), "{status}\n{}", server.log());
    while let Ok(Some(_)) = stream.chunk().await {}
    assert!(!place.data().join("admin.sock").exists(), "a server that stops cleanly tidies up");

    let server = place.serve(&[]);
    wait_until("the generation is there", async || {
        ada.generation(&server.origin, id).await.state == GenerationState::Succeeded
    })
    .await;
    assert_eq!(ada.balance(&server.origin).await.available.get(), 4);
    place.run(&["ledger", "audit"]).done();
}

#[tokio::test]
async fn a_stopped_servers_files_are_whole_without_their_logs() {
    let place = Place::new();
    let mut server = place.serve(&[]);
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    place.run(&["account", "grant", "ada@example.com", "5", "--reason", "test"]).done();
    // A screen is open until the end; looking at entries and having a picture made reads the ledger beside its writer.
    let _screen = ada.get(&server.origin, "/api/events").await.unwrap();
    place.run(&["account", "show", "ada@example.com"]).done();
    let id = ada.image(&server.origin, "intent", "a quiet harbour").await.generation.id;
    wait_until("the picture is there", async || {
        ada.generation(&server.origin, id).await.state == GenerationState::Succeeded
    })
    .await;
    server.signal("TERM");
    assert!(server.ended().success(), "{}", server.log());

    let copy = place.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    for name in ["ledger.db", "app.db"] {
        let log = std::fs::metadata(place.data().join(format!("{name}-wal")));
        assert_eq!(log.map_or(0, |log| log.len()), 0, "{name}-wal has what belongs into {name}");
        std::fs::copy(place.data().join(name), copy.join(name)).unwrap();
    }
    let audit = place.run(&["ledger", "audit", "--json", "--data", "copy"]).done().json();
    // The grant, the hold and its settling.
    assert_eq!((audit["clean"].as_bool(), audit["entries"].as_u64()), (Some(true), Some(3)), "{audit}");
    let shown = place.run(&["account", "show", "ada@example.com", "--json", "--data", "copy"]).done().json();
    assert_eq!(shown["balance"]["available"], 4, "{shown}");
}

#[test]
fn both_signals_stop_an_idle_server_cleanly() {
    for signal in ["TERM", "INT"] {
        let place = Place::new();
        let mut server = place.serve(&[]);
        server.signal(signal);
        assert!(server.ended().success(), "{}", server.log());
    }
}

#[test]
fn a_second_ctrl_c_does_not_wait_for_a_slow_caller() {
    let place = Place::new();
    let mut server = place.serve(&[]);
    let mut slow = TcpStream::connect(server.origin.strip_prefix("http://").unwrap()).unwrap();
    slow.write_all(b"POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{")
        .unwrap();
    server.signal("INT");
    while !server.log().contains("stopping") {
        std::thread::yield_now();
    }
    server.signal("INT");
    assert_eq!(server.ended().code(), Some(130));
}
