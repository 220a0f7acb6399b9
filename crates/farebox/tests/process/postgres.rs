//! The program on PostgreSQL: how it is told which, what is said when that is not there, moving there, and a database that goes away.

use std::process::Command;

use postgres_fixture::{Database, Server as Postgres, ask};
use reqwest::StatusCode;

use crate::support::{Person, Place, code_of, image, said, wait_until};

const SECRET: &str = "keep-this-to-yourself";

fn with_url<'c>(command: &'c mut Command, url: &str) -> &'c mut Command {
    command.env("DATABASE_URL", url)
}

#[test]
fn a_database_that_is_not_there_and_an_address_that_is_none_are_said_in_words_without_the_password() {
    let place = Place::new();
    for (url, code, words) in [
        (format!("postgresql://farebox:{SECRET}@127.0.0.1:1/farebox"), 3, "farebox at 127.0.0.1 cannot be opened"),
        (format!("mysql://farebox:{SECRET}@127.0.0.1/farebox"), 2, "variable DATABASE_URL, key `database_url`"),
        (format!("postgresql://farebox:{SECRET}@127.0.0.1:port/farebox"), 2, "allowed is an address like"),
    ] {
        for arguments in [["serve", "--listen", "127.0.0.1:0"], ["ledger", "audit", "--json"]] {
            let said = said(with_url(&mut place.program(), &url).args(arguments));
            assert_eq!(said.code, Some(code), "{said:?}");
            assert!(!format!("{said:?}").contains(SECRET), "{said:?}");
            if arguments[0] == "serve" {
                said.failed(code, &[words]);
            }
        }
    }
}

#[test]
fn the_configuration_shows_where_the_database_is_and_not_how_to_get_in() {
    let place = Place::new();
    let url = format!("postgresql://farebox:{SECRET}@db.example/farebox");
    let shown = said(with_url(&mut place.program(), &url).arg("config")).done();
    assert!(shown.stdout.contains("\"*** (farebox at db.example)\""), "{shown:?}");
    assert!(shown.stdout.contains("# variable DATABASE_URL"), "{shown:?}");
    assert!(!format!("{shown:?}").contains(SECRET), "{shown:?}");
    // What is meant for this program overrides what is meant for all; nothing at all means files.
    let files = said(with_url(&mut place.program(), &url).env("FAREBOX_DATABASE_URL", "").arg("config")).done();
    assert!(files.stdout.contains("database_url = \"\""), "{files:?}");
}

#[tokio::test]
async fn a_ledger_moves_from_files_to_postgresql_and_back_and_nothing_is_lost() {
    let (files, postgres, back) = (Place::new(), Place::on_postgres(), Place::new());
    let server = files.serve(&[]);
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    files.run(&["account", "grant", &ada.email, "500", "--reason", "early tester"]).done();
    let export = |place: &Place, name: &str| {
        let file = files.path().join(name);
        place.run(&["ledger", "export", file.to_str().unwrap()]).done();
        file
    };
    let first = export(&files, "first.jsonl");
    postgres.run(&["ledger", "import", first.to_str().unwrap()]).done();
    let audited = postgres.run(&["ledger", "audit", "--json"]).done().json();
    assert_eq!((&audited["clean"], &audited["entries"]), (&true.into(), &1.into()));
    let second = export(&postgres, "second.jsonl");
    back.run(&["ledger", "import", second.to_str().unwrap()]).done();
    assert_eq!(std::fs::read(&first).unwrap(), std::fs::read(&second).unwrap());
    assert_eq!(std::fs::read(&first).unwrap(), std::fs::read(export(&back, "third.jsonl")).unwrap());
}

#[tokio::test]
async fn an_entry_that_was_altered_in_the_database_is_named_by_the_audit() {
    let place = Place::on_postgres();
    let server = place.serve(&[]);
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    place.run(&["account", "grant", &ada.email, "500", "--reason", "early tester"]).done();
    place.run(&["ledger", "audit"]).done();
    place.postgres().ask("UPDATE entries SET note = 'late tester'").unwrap();
    let audited = place.run(&["ledger", "audit"]);
    assert_eq!(audited.code, Some(1), "{audited:?}");
    assert!(audited.stdout.contains("Entry 1 is not what was written"), "{audited:?}");
}

#[tokio::test]
async fn commands_work_beside_servers_whichever_folder_these_have() {
    let place = Place::on_postgres();
    let (one, other) = (place.serve(&["--data", "one"]), place.serve(&["--data", "other"]));
    let ada = Person::signed_up(&one.origin, "ada@example.com").await;
    place.run(&["account", "grant", &ada.email, "500", "--reason", "early tester", "--data", "one"]).done();
    place.run(&["account", "grant", &ada.email, "80", "--reason", "by another folder"]).done();
    for server in [&one, &other] {
        wait_until("both grants are there", async || ada.balance(&server.origin).await.available.get() == 580).await;
    }
    place
        .run(&["serve", "--listen", "127.0.0.1:0", "--data", "one"])
        .failed(3, &["another Farebox uses the data folder"]);
}

#[tokio::test]
async fn a_database_that_takes_nobody_is_answered_in_words_and_is_back_by_itself() {
    let place = Place::on_postgres();
    let elsewhere = Database::make().unwrap();
    let server = place.serve(&["--set", "generator.rest_per_step_ms=10000"]);
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    place.run(&["account", "grant", &ada.email, "500", "--reason", "early tester"]).done();
    let name: String = place.postgres().ask("SELECT current_database()::text").unwrap()[0].get(0);
    elsewhere.ask(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).unwrap();
    let ended = format!("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{name}'");
    elsewhere.ask(&ended).unwrap();
    let refused = ada.ask(&server.origin, "/api/generations", "one", &image("a quiet harbour")).await.unwrap();
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(code_of(refused).await, "SERVICE_UNAVAILABLE");
    let ready = async || ada.get(&server.origin, "/health/ready").await.unwrap().status();
    wait_until("it says that it is not ready", async || ready().await == StatusCode::SERVICE_UNAVAILABLE).await;

    elsewhere.ask(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).unwrap();
    wait_until("it is ready again", async || ready().await == StatusCode::OK).await;
    // The same intent is accepted now: its refusal left the key free.
    let accepted = ada.ask(&server.origin, "/api/generations", "one", &image("a quiet harbour")).await.unwrap();
    assert_eq!(accepted.status(), StatusCode::ACCEPTED);
    place.run(&["ledger", "audit"]).done();
    let log = server.kill();
    assert!(!log.contains("panicked"), "{log}");
}

#[tokio::test]
async fn a_postgresql_that_is_killed_and_comes_back_has_lost_nothing_that_was_acknowledged() {
    let place = Place::new();
    let postgres = Postgres::start().unwrap();
    let url = postgres.address();
    let flags = ["--set".to_owned(), format!("database_url={url}")];
    let flags = flags.each_ref().map(String::as_str);
    let server = place.serve(&flags);
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    let grant = |key: &str| {
        let grant = ["account", "grant", &ada.email, "10", "--reason", "again", "--key", key];
        place.run(&[grant.as_slice(), flags.as_slice()].concat())
    };
    for kill in 0..5 {
        let key = format!("grant-{kill}");
        grant(&key).done();
        postgres.kill().unwrap();
        // Whether the first attempt is answered or not, it was granted once in the end.
        let key = format!("beside-{kill}");
        wait_until("the grant is answered", async || grant(&key).code == Some(0)).await;
    }
    wait_until("all of them are there", async || ada.balance(&server.origin).await.available.get() == 100).await;
    let entries = ask(&url, "SELECT count(*) FROM entries").unwrap()[0].get::<_, i64>(0);
    assert_eq!(entries, 10);
    place.run(&[["ledger", "audit"].as_slice(), flags.as_slice()].concat()).done();
    let log = server.kill();
    assert!(!log.contains("panicked"), "{log}");
}

/// A port of this machine that nobody listens on.
fn free_port() -> u16 {
    std::net::TcpListener::bind("localhost:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn over_tls_the_database_must_prove_that_it_is_the_one_of_that_name() {
    let place = Place::new();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, port) = (made.cert.pem(), free_port());
    let _postgres = Postgres::start_over_tls(port, &certificate, &made.signing_key.serialize_pem()).unwrap();
    let believed = place.write("believed.pem", &certificate);
    let somebody_elses = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem();
    let somebody_elses = place.write("somebody-elses.pem", &somebody_elses);
    let ask = |host: &str, mode: &str, believed: &std::path::Path| {
        let url = format!("postgresql://postgres@{host}:{port}/postgres?sslmode={mode}");
        let mut command = place.program();
        with_url(&mut command, &url).env("SSL_CERT_FILE", believed);
        said(command.args(["account", "show", "nobody@example.com"]))
    };
    // It is asked, and knows nobody of that name.
    ask("localhost", "require", &believed).failed(1, &["no account has the e-mail address"]);
    ask("localhost", "disable", &somebody_elses).failed(1, &["no account has the e-mail address"]);
    ask("localhost", "require", &somebody_elses).failed(3, &["postgres at localhost cannot be opened", "certificate"]);
    ask("127.0.0.1", "require", &believed).failed(3, &["postgres at 127.0.0.1 cannot be opened", "certificate"]);
}

#[tokio::test]
async fn the_files_of_a_folder_are_not_taken_for_the_database_nor_the_other_way_round() {
    let (files, postgres) = (Place::new(), Place::on_postgres());
    let url = postgres.postgres().address().to_owned();
    let server = files.serve(&[]);
    let ada = Person::signed_up(&server.origin, "ada@example.com").await;
    drop(server);
    // The variable that is meant for any program does not turn a studio with people into an empty one.
    for arguments in
        [["serve", "--listen", "127.0.0.1:0"], ["ledger", "audit", "--json"], ["account", "show", &ada.email]]
    {
        let said = said(with_url(&mut files.program(), &url).args(arguments));
        said.failed(2, &["DATABASE_URL leads to the database", "FAREBOX_DATABASE_URL"]);
    }
    // Whoever means it says so once; from then on a command that is not told of the database refuses the old files.
    let mut meant = files.program();
    meant.env("FAREBOX_DATABASE_URL", &url).args(["serve", "--listen", "127.0.0.1:0"]);
    drop(crate::support::Server::start(&mut meant));
    for arguments in [["ledger", "audit", "--json"], ["account", "show", &ada.email]] {
        files.run(&arguments).failed(2, &["keep everything in a database, and none is given", "kept-in-postgresql"]);
    }
    said(with_url(&mut files.program(), &url).args(["ledger", "audit"])).done();
    // An audit and an export of a database need no folder.
    let nowhere = postgres.path().join("nowhere");
    postgres.run(&["ledger", "audit", "--data", nowhere.to_str().unwrap()]).done();
    assert!(!nowhere.exists());
}
