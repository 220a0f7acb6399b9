//! A ledger that is written out and read into another one is the same ledger; a file that is not whole is none.

use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::time::Duration;

use ledger::transfer::{Counts, TransferError};

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

/// From and to which stores a ledger is moved.
const WAYS: [(Kind, Kind); 4] = [
    (Kind::Sqlite, Kind::Sqlite),
    (Kind::Sqlite, Kind::Postgres),
    (Kind::Postgres, Kind::Sqlite),
    (Kind::Postgres, Kind::Postgres),
];

#[test]
fn a_ledger_that_was_moved_is_the_same_ledger() {
    for (from, to) in WAYS {
        run(from, async |world| {
            fill(&world, 1..8).await;
            let (counts, file) = world.place.exported().unwrap();
            assert_eq!((counts.accounts, counts.lots, counts.holds), (7, 14, 21));
            let place = Place::new(to);
            assert_eq!(place.import(&file).unwrap(), counts);
            let moved = World::over(place, &world.clock);
            assert_eq!(moved.audit(), Vec::<String>::new());
            for owner in (1..8).map(account) {
                assert_eq!(moved.entries(owner).await, world.entries(owner).await);
                for id in (1..4).map(hold_id) {
                    let (here, there) = (world.ledger.find_hold(owner, id), moved.ledger.find_hold(owner, id));
                    assert_eq!(there.await.unwrap(), here.await.unwrap());
                }
            }
            // Both go on alike, and keys are answered as they were.
            let commands =
                [release(account(1), "r", 2), settle(account(2), "s3", 3, None), deposit(account(1), "d", 500)];
            for command in commands {
                let (here, there) = (world.ledger.execute(command.clone()).await, moved.ledger.execute(command).await);
                assert_eq!(there.unwrap(), here.unwrap());
            }
            assert_eq!(moved.audit(), Vec::<String>::new());
            assert_eq!(moved.place.exported().unwrap().1, world.place.exported().unwrap().1);
        });
    }
}

#[test]
fn a_ledger_that_goes_to_postgresql_and_back_is_the_same_file_byte_for_byte() {
    run(Kind::Sqlite, async |world| {
        fill(&world, 1..40).await;
        let (counts, file) = world.place.exported().unwrap();
        let (there, back) = (Place::new(Kind::Postgres), Place::new(Kind::Sqlite));
        assert_eq!(there.import(&file).unwrap(), counts);
        assert!(there.audited(&mut |_| {}).unwrap().is_clean());
        let (counts_there, file_there) = there.exported().unwrap();
        assert_eq!((counts_there, file_there == file), (counts, true));
        assert_eq!(back.import(&file_there).unwrap(), counts);
        assert!(back.audited(&mut |_| {}).unwrap().is_clean());
        assert!(back.exported().unwrap().1 == file);
    });
}

#[test]
fn an_empty_ledger_can_be_moved() {
    for (from, to) in WAYS {
        let (world, place) = (World::new(from), Place::new(to));
        let (counts, file) = world.place.exported().unwrap();
        assert_eq!((counts, place.import(&file).unwrap()), (Counts::default(), Counts::default()));
        assert!(place.exported().unwrap().1 == file, "{from:?} {to:?}");
    }
}

#[test]
fn an_import_that_is_begun_again_goes_on_where_it_was() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        run(Kind::Sqlite, async |world| {
            let place = Place::new(kind);
            fill(&world, 1..3).await;
            place.import(&world.place.exported().unwrap().1).unwrap();
            let late = World::new(Kind::Sqlite);
            fill(&late, 1..6).await;
            let (counts, file) = late.place.exported().unwrap();
            assert_eq!(place.import(&file).unwrap(), Counts { accounts_known: 2, ..counts });
            assert_eq!(place.import(&file).unwrap(), Counts { accounts_known: 5, ..counts });
            assert_eq!(World::over(place, &world.clock).audit(), Vec::<String>::new());
        });
    }
}

/// A file that cannot be read any further from one byte on when it is read for the second time.
struct Broken<'f> {
    file: Cursor<&'f [u8]>,
    breaks_at: u64,
    is_checked: bool,
}

impl Read for Broken<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.is_checked && self.file.position() > self.breaks_at {
            return Err(std::io::Error::other("the disk is gone"));
        }
        self.file.read(buffer)
    }
}

impl Seek for Broken<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.is_checked = true;
        self.file.seek(to)
    }
}

#[test]
fn an_import_that_was_interrupted_left_whole_accounts_and_is_completed_by_the_next_one() {
    let world = World::new(Kind::Sqlite);
    runtime().block_on(async {
        // More lines than are read between two commits, a part of them in one account.
        for owner in (1..13).map(account) {
            let count = if owner == account(5) { 9_000 } else { 1_100 };
            let deposits = (0..count).map(|n| deposit(owner, &format!("d{n}"), 1)).collect();
            assert!(world.ledger.execute_all(deposits).await.unwrap().iter().all(Result::is_ok));
        }
    });
    let (counts, file) = world.place.exported().unwrap();
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let place = Place::new(kind);
        let breaks_at = u64::try_from(file.len() / 10 * 9).unwrap();
        let broken = Broken { file: Cursor::new(&file), breaks_at, is_checked: false };
        let failed = place.import_from(&mut BufReader::new(broken)).unwrap_err();
        assert!(matches!(failed, TransferError::File(_)), "{failed}");
        let report = place.audited(&mut |_| {}).unwrap();
        assert!(report.is_clean() && (1..12).contains(&report.accounts), "{report:?}");
        let again = place.import(&file).unwrap();
        assert_eq!(again, Counts { accounts_known: report.accounts, ..counts });
        assert!(place.exported().unwrap().1 == file);
    }
}

#[test]
fn an_account_with_another_history_is_refused() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        run(kind, async |world| {
            fill(&world, 1..3).await;
            let (_, file) = world.place.exported().unwrap();
            world.ledger.execute(deposit(account(2), "more", 1)).await.unwrap();
            let World { ledger, clock, place } = world;
            drop(ledger);
            let refused = place.import(&file).unwrap_err();
            assert!(
                matches!(refused, TransferError::AnotherHistory { account: whose } if whose == account(2)),
                "{refused}"
            );
            assert_eq!(World::over(place, &clock).audit(), Vec::<String>::new());
        });
    }
}

#[test]
fn what_belongs_to_no_account_is_not_left_behind_in_silence() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        run(kind, async |world| {
            fill(&world, 1..3).await;
            let sql = format!("DELETE FROM balances WHERE {ONE}");
            match &world.place {
                Place::Database(database) => drop(database.ask(&sql)),
                _ => assert_eq!(rusqlite::Connection::open(world.path()).unwrap().execute(&sql, []).unwrap(), 1),
            }
            let refused = world.place.exported().unwrap_err();
            assert!(matches!(&refused, TransferError::Storage(error) if error.is_damaged()), "{refused}");
        });
    }
}

/// The first account.
const ONE: &str = "account = (SELECT account FROM balances ORDER BY account LIMIT 1)";

#[test]
fn a_ledger_that_works_over_the_same_database_waits_for_an_import_and_hears_of_it() {
    run(Kind::Sqlite, async |world| {
        fill(&world, 1..40).await;
        let (counts, file) = world.place.exported().unwrap();
        let server = World::new(Kind::Postgres);
        // A refusal leaves no row behind, a deposit of somebody else's stays what it is.
        let watcher = server.ledger.subscribe(account(2));
        assert!(server.ledger.execute(hold(account(2), "h", 9, 1, server.clock.now())).await.is_err());
        server.ledger.execute(deposit(account(50), "d", 7)).await.unwrap();
        assert_eq!(server.place.import(&file).unwrap(), counts);
        for owner in [2, 17, 39].map(account) {
            assert_eq!(server.balance(owner).await, world.balance(owner).await);
        }
        let mut watcher = watcher;
        let told = *tokio::time::timeout(PATIENCE, watcher.wait_for(Option::is_some)).await.unwrap().unwrap();
        assert_eq!(told.map(numbers), Some(world.balance(account(2)).await));
        server.ledger.execute(deposit(account(2), "on", 1)).await.unwrap();
        assert_eq!(server.balance(account(50)).await, (7, 0, 1));
        assert_eq!(server.audit(), Vec::<String>::new());
    });
}

/// Long enough for a busy machine; what is waited for takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

#[test]
fn a_file_that_was_changed_or_cut_is_refused_and_nothing_of_it_is_written() {
    run(Kind::Sqlite, |world| async move {
        fill(&world, 1..3).await;
        let file = String::from_utf8(world.place.exported().unwrap().1).unwrap();
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
        // Another order of the accounts would have all the same sums but the last.
        let second = lines.iter().rposition(|line| line.starts_with("{\"account\"")).unwrap();
        let (first, rest) = (&lines[1..second], &lines[second..lines.len() - 1]);
        bad.push(("accounts in another order".to_owned(), joined([&lines[..1], rest, first].concat())));
        let database = Place::new(Kind::Postgres);
        for (what, text) in bad {
            let place = Place::new(Kind::Sqlite);
            for place in [&place, &database] {
                let refused = place.import(text.as_bytes());
                assert!(matches!(refused, Err(TransferError::Refused { .. })), "{what}: {refused:?}");
            }
            assert!(!place.path().exists(), "{what}: something was written");
        }
        assert!(database.exported().is_err(), "there are tables in a database into which nothing was read");
    });
}

#[test]
fn a_file_that_a_server_has_open_is_not_read_into() {
    run(Kind::Sqlite, async |world| {
        fill(&world, 1..2).await;
        let refused = world.place.import(&world.place.exported().unwrap().1).unwrap_err();
        assert!(matches!(refused, TransferError::Open(_)), "{refused}");
    });
}
