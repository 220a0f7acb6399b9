//! What a file keeps, who may open it, and what is said when it cannot be opened.

use std::time::Duration;

use ledger::{Clock, Ledger, OpenError};

use crate::world::*;

async fn everything_is_there_after_reopening(world: World) {
    let one = account(1);
    let later = NOON.after(Duration::from_secs(60));
    let commands = vec![deposit(one, "d", 300), hold(one, "h", 1, 80, later), hold(one, "h2", 2, 20, later)];
    let first = world.ledger.execute_all(commands.clone()).await.unwrap();
    world.ledger.execute(settle(one, "s", 1, Some(70))).await.unwrap();
    let (entries, hold) = (world.entries(one).await, world.ledger.find_hold(one, hold_id(1)).await.unwrap());
    let world = world.reopened();
    assert_eq!(world.balance(one).await, (210, 20, 4));
    assert_eq!(world.entries(one).await, entries);
    assert_eq!(world.ledger.find_hold(one, hold_id(1)).await.unwrap(), hold);
    for (command, verdict) in commands.into_iter().zip(first) {
        let again = world.ledger.execute(command).await.unwrap();
        assert_eq!((again.answer, again.is_replay), (verdict.unwrap().answer, true));
    }
    world.clock.advance(Duration::from_secs(60));
    assert_eq!(world.ledger.sweep().await.unwrap(), 1);
    assert_eq!(world.audit(), Vec::<String>::new());
}

#[test]
fn the_file_alone_has_everything_when_the_ledger_is_closed_though_it_was_read() {
    run(Kind::Sqlite, |world| async move {
        world.ledger.execute(deposit(account(1), "d", 1)).await.unwrap();
        // A read leaves an idle connection behind.
        assert_eq!(world.entries(account(1)).await.len(), 1);
        let (path, World { ledger, clock, place: _place }) = (world.path(), world);
        drop(ledger);
        let copy = path.with_file_name("copy.db");
        std::fs::copy(&path, &copy).unwrap();
        assert!(!path.with_file_name("ledger.db-wal").exists());
        let copied = Ledger::open_sqlite(&copy, clock).unwrap();
        assert_eq!(numbers(copied.balance(account(1)).await.unwrap()), (1, 0, 1));
    });
}

#[test]
fn a_file_has_one_ledger_at_a_time_and_the_second_is_told_so() {
    run(Kind::Sqlite, |world| async move {
        let error = Ledger::open_sqlite(&world.path(), world.clock.clone()).unwrap_err();
        assert!(matches!(error, OpenError::InUse { .. }));
        assert!(error.to_string().starts_with("Another Farebox runs on this data folder"), "{error}");
        world.ledger.execute(deposit(account(1), "d", 1)).await.unwrap();
        assert_eq!(world.reopened().balance(account(1)).await, (1, 0, 1));
    });
}

async fn moments_do_not_go_back_when_the_clock_is_set_back_over_a_restart(world: World) {
    world.ledger.execute(deposit(account(1), "d1", 1)).await.unwrap();
    world.clock.set_back(Duration::from_secs(3_600));
    let world = world.reopened();
    world.ledger.execute(deposit(account(2), "d2", 1)).await.unwrap();
    assert_eq!(world.entries(account(2)).await[0].at, NOON);
}

async fn the_ledgers_time_stands_still_while_a_clock_that_was_set_back_catches_up(world: World) {
    let hour = Duration::from_secs(3_600);
    world.ledger.execute(deposit(account(1), "d1", 3)).await.unwrap();
    world.clock.set_back(hour);
    assert_eq!(world.ledger.now(), NOON);
    let world = world.reopened();
    assert_eq!(world.ledger.now(), NOON);
    let soon = world.ledger.now().after(Duration::from_secs(60));
    world.ledger.execute(hold(account(1), "h1", 1, 1, soon)).await.unwrap();
    world.clock.advance(hour + Duration::from_secs(59));
    assert_eq!(world.ledger.sweep().await.unwrap(), 0);
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(world.ledger.now(), soon);
    assert_eq!(world.ledger.sweep().await.unwrap(), 1);
}

#[test]
fn a_file_of_a_newer_version_is_refused_with_a_clear_sentence() {
    run(Kind::Sqlite, |world| async move {
        let path = world.path();
        let World { ledger, clock, place: _place } = world;
        drop(ledger);
        let file = rusqlite::Connection::open(&path).unwrap();
        file.execute(
            "INSERT INTO ledger_migrations (version, name, applied_on, checksum)
             VALUES (99, 'from_the_future', '2030-01-01T00:00:00Z', '1')",
            [],
        )
        .unwrap();
        drop(file);
        let error = Ledger::open_sqlite(&path, clock).unwrap_err();
        assert!(matches!(&error, OpenError::Storage { source, .. } if source.is_newer()), "{error:?}");
        assert!(error.to_string().contains("written by a newer version of Farebox"), "{error}");
    });
}

mod sqlite {
    use super::*;

    #[test]
    fn everything_is_there_after_reopening() {
        run(Kind::Sqlite, super::everything_is_there_after_reopening);
    }

    #[test]
    fn moments_do_not_go_back() {
        run(Kind::Sqlite, moments_do_not_go_back_when_the_clock_is_set_back_over_a_restart);
    }

    #[test]
    fn time_stands_still() {
        run(Kind::Sqlite, the_ledgers_time_stands_still_while_a_clock_that_was_set_back_catches_up);
    }
}

mod postgres {
    use super::*;

    #[test]
    fn everything_is_there_after_reopening() {
        run(Kind::Postgres, super::everything_is_there_after_reopening);
    }

    #[test]
    fn moments_do_not_go_back() {
        run(Kind::Postgres, moments_do_not_go_back_when_the_clock_is_set_back_over_a_restart);
    }

    #[test]
    fn time_stands_still() {
        run(Kind::Postgres, the_ledgers_time_stands_still_while_a_clock_that_was_set_back_catches_up);
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_said_before_anything_begins() {
    let folder = tempfile::tempdir().unwrap();
    let not_a_folder = folder.path().join("file");
    std::fs::write(&not_a_folder, "").unwrap();
    let error = Ledger::open_sqlite(&not_a_folder.join("ledger.db"), Clock::system()).unwrap_err();
    assert!(matches!(error, OpenError::Storage { .. }));
    assert!(error.to_string().contains("cannot be opened"), "{error}");
}

#[test]
fn a_file_that_is_no_ledger_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let text = "this is a letter, not a ledger. ".repeat(100);
    std::fs::write(&path, &text).unwrap();
    let error = Ledger::open_sqlite(&path, Clock::system()).unwrap_err();
    assert!(matches!(&error, OpenError::Storage { source, .. } if source.is_damaged()), "{error:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}
