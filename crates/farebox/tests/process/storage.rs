//! Storage trouble: said in words, nothing acknowledged that was not kept, and over by itself.

use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use reqwest::StatusCode;

use crate::support::{FAREBOX, Person, Place, Server, code_of, image, said, wait_until};

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
        command = Command::new(program);
        command.uid(NOBODY).current_dir(place.path());
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
    let program = place.program();
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(script).arg(FAREBOX).args(["serve", "--listen", "127.0.0.1:0"]);
    for (name, _) in program.get_envs() {
        command.env_remove(name);
    }
    command.current_dir(place.path());
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
    wait_until("the server is ready again", async || {
        ada.get(&server.origin, "/health/ready").await.unwrap().status() == StatusCode::OK
    })
    .await;
    // The same intent, asked again, is accepted now: the refusal left its key free.
    let key = format!("intent-{}", accepted.len());
    accepted.push(ada.image(&server.origin, &key, "a quiet harbour").await.generation.id);
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
