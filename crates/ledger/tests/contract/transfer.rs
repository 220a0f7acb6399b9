//! A ledger that is written out and read into another one is the same ledger; a file that is not whole is none.

use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use ledger::transfer::{Counts, TransferError, export_sqlite, import_sqlite};

use crate::world::*;

/// Something of everything: holds in each state, lots that expire, a debt, keys with something that lapsed behind them.
async fn fill(world: &World, owners: std::ops::Range<u128>) {
    let later = world.clock.now().after(Duration::from_secs(600));
    for owner in owners.map(account) {
        let commands = vec![
            deposit_until(owner, "month", 50, Some(world.clock.now().after(Duration::from_secs(60)))),
            deposit(owner, "pack", 300),
            hold(owner, "h1", 1, 80, later),
            hold(owner, "h2", 2, 20, later),
            hold(owner, "h3", 3, 5, later),
            settle(owner, "s", 1, Some(70)),
            reverse(owner, "refund", "pack", 200),
        ];
        assert!(world.ledger.execute_all(commands).await.unwrap().iter().all(Result::is_ok));
    }
    world.clock.advance(Duration::from_secs(61));
    let owner = account(1);
    world.ledger.execute_all(vec![release(owner, "r", 2), reverse(owner, "more", "pack", 100)]).await.unwrap();
}

fn exported(world: &World) -> (Counts, Vec<u8>) {
    let mut file = Vec::new();
    let counts = export_sqlite(&world.path(), &mut file, &mut |_| {}).unwrap();
    (counts, file)
}

/// Reads a file into the ledger of a world that nobody has open.
fn import(folder: &Path, file: &[u8]) -> Result<Counts, TransferError> {
    import_sqlite(&folder.join("ledger.db"), &mut Cursor::new(file), &mut |_, _| {})
}

fn opened(folder: tempfile::TempDir, clock: &ledger::Clock) -> World {
    let ledger = ledger::Ledger::open_sqlite(&folder.path().join("ledger.db"), clock.clone()).unwrap();
    World { ledger, clock: clock.clone(), place: Place::Folder(folder) }
}

#[test]
fn a_ledger_that_was_moved_is_the_same_ledger() {
    run(Kind::Sqlite, |world| async move {
        fill(&world, 1..8).await;
        let (counts, file) = exported(&world);
        assert_eq!((counts.accounts, counts.lots, counts.holds), (7, 14, 21));
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(import(folder.path(), &file).unwrap(), counts);
        let moved = opened(folder, &world.clock);
        assert_eq!(moved.audit(), Vec::<String>::new());
        for owner in (1..8).map(account) {
            assert_eq!(moved.entries(owner).await, world.entries(owner).await);
            for id in (1..4).map(hold_id) {
                let (here, there) = (world.ledger.find_hold(owner, id), moved.ledger.find_hold(owner, id));
                assert_eq!(there.await.unwrap(), here.await.unwrap());
            }
        }
        // Both go on alike, and keys are answered as they were.
        for command in [release(account(1), "r", 2), settle(account(2), "s3", 3, None), deposit(account(1), "d", 500)] {
            let (here, there) = (world.ledger.execute(command.clone()).await, moved.ledger.execute(command).await);
            assert_eq!(there.unwrap(), here.unwrap());
        }
        assert_eq!(exported(&moved).1, exported(&world).1);
    });
}

#[test]
fn an_import_that_is_begun_again_goes_on_where_it_was() {
    run(Kind::Sqlite, |world| async move {
        let folder = tempfile::tempdir().unwrap();
        fill(&world, 1..3).await;
        import(folder.path(), &exported(&world).1).unwrap();
        let late = World::new(Kind::Sqlite);
        late.clock.advance(Duration::ZERO);
        fill(&late, 1..6).await;
        let (counts, file) = exported(&late);
        let again = import(folder.path(), &file).unwrap();
        assert_eq!(again, Counts { accounts_known: 2, ..counts });
        assert_eq!(import(folder.path(), &file).unwrap(), Counts { accounts_known: 5, ..counts });
        assert_eq!(opened(folder, &world.clock).audit(), Vec::<String>::new());
    });
}

#[test]
fn an_account_with_another_history_is_refused() {
    run(Kind::Sqlite, |world| async move {
        fill(&world, 1..3).await;
        let (_, file) = exported(&world);
        world.ledger.execute(deposit(account(2), "more", 1)).await.unwrap();
        let World { ledger, clock, place } = world;
        drop(ledger);
        let Place::Folder(folder) = place else { panic!("a ledger in a file") };
        let refused = import(folder.path(), &file).unwrap_err();
        assert!(
            matches!(refused, TransferError::AnotherHistory { account: whose } if whose == account(2)),
            "{refused}"
        );
        assert_eq!(opened(folder, &clock).audit(), Vec::<String>::new());
    });
}

#[test]
fn a_file_that_was_changed_or_cut_is_refused_and_nothing_of_it_is_written() {
    run(Kind::Sqlite, |world| async move {
        fill(&world, 1..3).await;
        let file = String::from_utf8(exported(&world).1).unwrap();
        let lines: Vec<&str> = file.lines().collect();
        let without = |gone: usize| lines.iter().enumerate().filter(move |(n, _)| *n != gone).map(|(_, line)| *line);
        let joined = |lines: Vec<&str>| lines.join("\n") + "\n";
        let mut bad: Vec<(String, String)> =
            (0..lines.len()).map(|n| (format!("without line {n}"), joined(without(n).collect()))).collect();
        let mut swapped = lines.clone();
        swapped.swap(2, 3);
        bad.push(("two entries in another order".to_owned(), joined(swapped)));
        for (from, to) in [
            ("\"amount\":300", "\"amount\":301"),
            ("\"remaining\":0", "\"remaining\":1"),
            ("\"note\":\"pack\"", "\"note\":\"gift\""),
            ("\"state\":\"active\"", "\"state\":\"released\""),
            ("\"available\":", "\"available\":1"),
            ("\"key\":\"month\"", "\"key\":\"year\""),
            ("\"version\":1,\"last_batch\"", "\"version\":2,\"last_batch\""),
            ("farebox-ledger", "another-ledger"),
            ("\"entries\":", "\"entries\":1"),
            ("{\"lot\"", "{\"lott\""),
        ] {
            assert!(file.contains(from), "{from} is not in {file}");
            bad.push((format!("{to} in the place of {from}"), file.replacen(from, to, 1)));
        }
        bad.push(("cut in the middle of a line".to_owned(), file[..file.len() / 2].to_owned()));
        bad.push(("empty".to_owned(), String::new()));
        for (what, text) in bad {
            let folder = tempfile::tempdir().unwrap();
            let refused = import(folder.path(), text.as_bytes());
            assert!(matches!(refused, Err(TransferError::Refused { .. })), "{what}: {refused:?}");
            assert!(!folder.path().join("ledger.db").exists(), "{what}: something was written");
        }
    });
}

#[test]
fn a_ledger_that_a_server_has_open_is_not_read_into() {
    run(Kind::Sqlite, |world| async move {
        fill(&world, 1..2).await;
        let (_, file) = exported(&world);
        let refused = import(world.path().parent().unwrap(), &file).unwrap_err();
        assert!(matches!(refused, TransferError::Open(_)), "{refused}");
    });
}
