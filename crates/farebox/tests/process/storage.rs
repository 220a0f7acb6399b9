//! Storage trouble: said in words, nothing acknowledged that was not kept, and over by itself.

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use reqwest::StatusCode;

use crate::support::{FAREBOX, Person, Place, STARTER_CREDITS, Server, code_of, image, path_of, said, wait_until};

/// No user, on every Linux and macOS.
const NOBODY: u32 = 65_534;

#[test]
fn an_unwritable_data_folder_is_said_in_words() {
    let place = Place::new();
    let locked = place.path().join("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = place.program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--data", "locked"]);
    if std::fs::write(locked.join("probe"), "").is_ok() {
        // Nothing is unwritable for root, so that somebody else has to try: with a program and a folder that they can reach.
        std::fs::remove_file(locked.join("probe")).unwrap();
        std::fs::set_permissions(place.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let program = place.path().join("farebox");
        std::fs::copy(FAREBOX, &program).unwrap();
        command = place.command(program);
        command.uid(NOBODY);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data", "locked"]);
    }
    said(&mut command).failed(3, &["the data folder locked cannot be written", "--data"]);
}

#[test]
fn a_file_in_the_place_of_the_data_folder_is_said_in_words() {
    let place = Place::new();
    place.write("data", "not a folder");
    place
        .run(&["serve", "--listen", "127.0.0.1:0"])
        .failed(3, &["the data folder data cannot be used", "a file is in its place"]);
}

#[test]
fn a_file_that_is_no_ledger_is_said_in_words_and_left_alone() {
    let place = Place::new();
    std::fs::create_dir(place.data()).unwrap();
    let text = "this is somebody's diary and no database\n".repeat(200);
    place.write("data/ledger.db", &text);
    place.run(&["serve", "--listen", "127.0.0.1:0"]).failed(3, &["ledger.db cannot be opened"]);
    place.run(&["ledger", "audit"]).failed(3, &[]);
    assert_eq!(std::fs::read_to_string(place.data().join("ledger.db")).unwrap(), text);
}

/// A server whose files may not grow beyond so many blocks of 512 bytes: what a full disk is like, without needing rights for one. The
/// limit is soft, so that it can be lifted again while the server runs.
fn cramped(place: &Place, blocks: u32) -> Command {
    let script = format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$0\" \"$@\"");
    let mut command = place.command("/bin/sh");
    command.arg("-c").arg(script).arg(FAREBOX).args(["serve", "--listen", "127.0.0.1:0"]);
    command
}

#[test]
fn a_start_on_a_full_disk_is_said_in_words() {
    let place = Place::new();
    let said = said(&mut cramped(&place, 1));
    said.failed(3, &["cannot be opened"]);
    assert_eq!(said.stdout, "");
    // With room again it starts, on whatever the first attempt left.
    place.serve(&[]);
}

#[tokio::test]
async fn a_full_disk_acknowledges_nothing_and_is_over_when_there_is_room() {
    let place = Place::new();
    let mut server = place.serve(&[]);
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    place.run(&["account", "grant", "ada@example.com", "1000", "--reason", "test"]).done();
    server.signal("TERM");
    server.ended();

    // The generator rests, so that only what is asked for is written.
    let server = Server::start(
        cramped(&place, 900)
            .args(["--set", "generator.rest_per_step_ms=10000"])
            .args(["--set", "limits.spending_a_minute=1000000"]),
    );
    let mut accepted = Vec::new();
    let refused = loop {
        let key = format!("intent-{}", accepted.len());
        let answer = ada.ask(&server.origin, "/api/generations", &key, &image("a quiet harbour")).await.unwrap();
        match answer.status() {
            StatusCode::ACCEPTED => accepted.push(answer.json::<wire::Accepted>().await.unwrap().generation.id),
            _ => break answer,
        }
        assert!(accepted.len() < 1_000, "the disk never became full");
    };
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(code_of(refused).await, "SERVICE_UNAVAILABLE");

    let lifted =
        Command::new("prlimit").args(["--fsize=unlimited", "--pid", &server.id().to_string()]).status().unwrap();
    assert!(lifted.success());
    // The same intent, asked again, is accepted as soon as there is room: the refusal left its key free.
    accepted.push(accepted_at_last(&ada, &server.origin, &format!("intent-{}", accepted.len())).await);
    let log = server.kill();
    assert!(!log.contains("panicked"), "{log}");

    let server = place.serve(&[]);
    for id in &accepted {
        wait_until("an accepted generation is there", async || {
            ada.generation(&server.origin, *id).await.state == wire::GenerationState::Succeeded
        })
        .await;
    }
    let spent = i64::try_from(accepted.len()).unwrap();
    assert_eq!(ada.balance(&server.origin).await.available.get(), 1_000 - spent);
    place.run(&["ledger", "audit"]).done();
}

/// A server whose data folder is a disk of its own that only it sees, made without rights in a namespace of its own. `None` where the
/// system gives none.
fn on_a_small_disk(place: &Place, flags: &[&str]) -> Option<Server> {
    let namespace = ["--user", "--map-root-user", "--mount"];
    let is_given =
        Command::new("unshare").args(namespace).arg("true").output().is_ok_and(|tried| tried.status.success());
    if !is_given {
        println!(
            "this system gives no namespaces to whoever runs the tests: a disk cannot be made, and was not filled"
        );
        return None;
    }
    std::fs::create_dir(place.data()).unwrap();
    let script = "mount -t tmpfs -o size=8m tmpfs data && exec \"$0\" \"$@\"";
    let mut command = place.command("unshare");
    command.args(namespace).args(["/bin/sh", "-c", script, FAREBOX, "serve", "--listen", "127.0.0.1:0"]).args(flags);
    Some(Server::start(&mut command))
}

#[tokio::test]
async fn a_disk_that_somebody_else_fills_up_is_said_in_words_and_over_when_there_is_room() {
    let place = Place::new();
    let flags = ["--set", "generator.rest_per_step_ms=10000", "--set", "log.filter=warn"];
    let Some(server) = on_a_small_disk(&place, &flags) else { return };
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    buy_a_pack(&ada, &server.origin).await;
    let first = ada.image(&server.origin, "first", "a quiet harbour").await.generation.id;

    // The server's own view of its disk, as the system shows it to whoever may look into its process.
    let seen = format!("/proc/{}/root{}", server.id(), place.data().display());
    let ballast = std::path::Path::new(&seen).join("ballast");
    let filled = std::io::copy(&mut std::io::repeat(0), &mut std::fs::File::create(&ballast).unwrap());
    assert_eq!(filled.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    // It is known before anybody asks for something, because readiness is found out by writing.
    wait_until("the server says that it is not ready", async || {
        readiness(&ada, &server.origin).await
            == (StatusCode::SERVICE_UNAVAILABLE, vec!["ledger".into(), "accounts".into()])
    })
    .await;
    let mut accepted = vec![first];
    let refused = loop {
        let key = format!("intent-{}", accepted.len());
        let answer = ada.ask(&server.origin, "/api/generations", &key, &image("a quiet harbour")).await.unwrap();
        match answer.status() {
            StatusCode::ACCEPTED => accepted.push(answer.json::<wire::Accepted>().await.unwrap().generation.id),
            _ => break answer,
        }
        assert!(accepted.len() < 100, "the disk is full and all is accepted");
    };
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key("retry-after"));
    let problem: serde_json::Value = refused.json().await.unwrap();
    assert!(problem["detail"].as_str().unwrap().contains("disk is full"), "{problem}");
    let held = i64::try_from(accepted.len()).unwrap();
    assert_eq!(ada.balance(&server.origin).await.held.get(), held, "what was refused holds nothing");

    std::fs::remove_file(&ballast).unwrap();
    wait_until("the server is ready again by itself", async || {
        readiness(&ada, &server.origin).await == (StatusCode::OK, Vec::new())
    })
    .await;
    accepted.push(accepted_at_last(&ada, &server.origin, &format!("intent-{}", accepted.len())).await);
    let balance = ada.balance(&server.origin).await;
    assert_eq!((balance.available.get(), balance.held.get()), (STARTER_CREDITS - held - 1, held + 1));
    for id in accepted {
        assert!(!ada.generation(&server.origin, id).await.state.is_final());
    }
    let log = server.kill();
    assert!(!log.contains("panicked"), "{log}");
}

/// What whoever watches over the server is told.
async fn readiness(person: &Person, origin: &str) -> (StatusCode, Vec<String>) {
    let answer = person.get(origin, "/health/ready").await.unwrap();
    let (status, body): (_, serde_json::Value) = (answer.status(), answer.json().await.unwrap());
    (status, serde_json::from_value(body["not_ready"].clone()).unwrap())
}

/// Asks again, as a browser does, until the storage has come back by itself.
async fn accepted_at_last(person: &Person, origin: &str, key: &str) -> uuid::Uuid {
    let mut id = None;
    wait_until("the server accepts again", async || {
        let answer = person.ask(origin, "/api/generations", key, &image("a quiet harbour")).await.unwrap();
        let is_accepted = answer.status() == StatusCode::ACCEPTED;
        assert!(is_accepted || answer.status() == StatusCode::SERVICE_UNAVAILABLE, "{}", answer.status());
        if is_accepted {
            id = Some(answer.json::<wire::Accepted>().await.unwrap().generation.id);
        }
        is_accepted
    })
    .await;
    id.unwrap()
}

/// Buys a Starter Pack in the test checkout, because no operator's command reaches a disk that only the server sees.
async fn buy_a_pack(person: &Person, origin: &str) {
    let order = serde_json::json!({ "price_id": "price_credits_250", "quantity": 1, "return_to": "/" });
    let started: wire::Redirect =
        person.ask(origin, "/api/checkout", "order", &order).await.unwrap().json().await.unwrap();
    let paid = person.http.post(format!("{origin}{}/pay", path_of(&started.url))).send().await.unwrap();
    assert_eq!(paid.status(), StatusCode::SEE_OTHER);
}
