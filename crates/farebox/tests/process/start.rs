//! Starting: the first line, the data folder, and who is refused.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::{Person, Place};

#[tokio::test]
async fn the_first_line_is_the_address_and_the_address_answers() {
    let place = Place::new();
    let server = place.serve(&[]);
    assert!(server.origin.starts_with("http://127.0.0.1:") && !server.origin.ends_with(":0"), "{}", server.origin);
    let answer = Person::new("nobody@example.com").get(&server.origin, "/health/ready").await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn the_ready_line_is_json_when_asked_for() {
    let place = Place::new();
    let server = place.serve(&["--json"]);
    let ready: serde_json::Value = serde_json::from_str(&server.greeting).unwrap();
    assert_eq!(ready, serde_json::json!({ "ready": true, "address": server.origin }));
    let answer = Person::new("nobody@example.com").get(&server.origin, "/health/ready").await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(place.serve(&["--data", "plain"]).greeting.starts_with("Farebox is ready at http://"));
}

#[test]
fn what_is_in_the_way_of_a_start_is_json_when_asked_for() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = place.run(&["serve", "--listen", &address, "--json"]);
    let problem: serde_json::Value = serde_json::from_str(said.stderr.lines().last().unwrap()).unwrap();
    assert_eq!((said.code, problem["error"]["code"].as_str()), (Some(3), Some("UNAVAILABLE")));
    assert_eq!(said.stdout, "");
}

#[test]
fn the_data_folder_is_made_for_its_owner_alone() {
    let place = Place::new();
    let _server = place.serve(&["--data", "deep/down/data"]);
    let data = place.path().join("deep/down/data");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("admin.sock")), 0o600);
}

#[test]
fn two_servers_on_one_data_folder_are_refused() {
    let place = Place::new();
    let _first = place.serve(&[]);
    let second = place.run(&["serve", "--listen", "127.0.0.1:0"]);
    second.failed(3, &["another Farebox uses the data folder data", "--data"]);
    assert_eq!(second.stdout, "", "it never said that it was ready");
}

#[test]
fn a_server_starts_while_the_operators_commands_come_and_go() {
    let place = Place::new();
    drop(place.serve(&[]));
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                place.run(&["account", "show", "ada@example.com"]).failed(1, &["no account has the e-mail address"]);
            }
        });
        for _ in 0..5 {
            let mut server = place.serve(&[]);
            server.signal("TERM");
            assert!(server.ended().success(), "{}", server.log());
        }
        is_over.store(true, Ordering::Relaxed);
    });
}

#[test]
fn what_a_killed_server_left_behind_is_no_obstacle() {
    let place = Place::new();
    place.serve(&[]).kill();
    assert!(place.data().join("admin.sock").exists(), "a killed server cannot tidy up");
    place.run(&["ledger", "audit"]).done();
    place.run(&["account", "show", "ada@example.com"]).failed(1, &["no account has the e-mail address"]);
    let server = place.serve(&[]);
    place.run(&["account", "show", "ada@example.com"]).failed(1, &["no account has the e-mail address"]);
    drop(server);
}

#[test]
fn a_data_folder_whose_path_is_too_long_for_a_socket_is_said_in_words() {
    let place = Place::new();
    let long = "d".repeat(120);
    place
        .run(&["serve", "--listen", "127.0.0.1:0", "--data", &long])
        .failed(3, &["admin socket", "shorter data folder"]);
}

#[test]
fn a_port_in_use_is_said_in_words() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    place.run(&["serve", "--listen", &address]).failed(3, &[&address, "in use by another program", "--listen"]);
}

#[test]
fn an_address_that_is_not_ours_is_said_in_words() {
    let told = "checkout.test_checkout_on_public_address=true";
    let place = Place::new();
    // An address for documentation (RFC 5737), which no machine has.
    place
        .run(&["serve", "--listen", "192.0.2.1:0", "--set", told])
        .failed(3, &["192.0.2.1:0 is no address of this machine"]);
}

#[test]
fn the_log_is_json_when_asked_for() {
    let place = Place::new();
    let mut server = place.serve(&["--set", "log.format=json"]);
    server.signal("TERM");
    assert!(server.ended().success());
    let log = server.log();
    assert!(!log.is_empty());
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(line["level"].is_string() && line["message"].is_string(), "{line}");
    }
}
