//! A file or a database that somebody changed: the audit finds it, and the ledger does nothing on top of it.

use std::time::Duration;

use ledger::LedgerError;
use rusqlite::Connection;

use crate::world::*;

/// A ledger with a bit of everything, and a neighbour who has nothing to do with it.
async fn fill(world: &World) {
    let one = account(1);
    let later = NOON.after(Duration::from_secs(60));
    let commands = vec![
        deposit(one, "d", 300),
        hold(one, "h1", 1, 80, later),
        hold(one, "h2", 2, 20, later),
        hold(one, "h3", 3, 5, later),
        settle(one, "s", 1, Some(70)),
        release(one, "r", 2),
        deposit(account(2), "d", 10),
    ];
    assert!(world.ledger.execute_all(commands).await.unwrap().iter().all(Result::is_ok));
}

/// Takes the rules from all tables of a database, which cannot be told to ignore them.
const WITHOUT_RULES: &str = "DO $$ DECLARE rule record; BEGIN
    FOR rule IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
                WHERE contype = 'c' AND connamespace = 'public'::regnamespace
    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', rule.place, rule.conname); END LOOP; END $$";

/// Changes what is stored behind the ledger's back, past its own checks.
fn tamper(world: &World, sql: &str) {
    match &world.place {
        Place::Nowhere => panic!("there is nothing to change"),
        Place::Folder(_) => {
            let file = Connection::open(world.path()).unwrap();
            file.execute_batch("PRAGMA ignore_check_constraints = ON").unwrap();
            for statement in sql.split(';') {
                assert!(file.execute(statement, []).unwrap() > 0, "nothing was changed by: {statement}");
            }
        }
        Place::Database(database) => {
            database.ask(WITHOUT_RULES);
            for statement in sql.split(';') {
                let changed = database.ask(&format!("{statement} RETURNING 1"));
                assert!(!changed.is_empty(), "nothing was changed by: {statement}");
            }
        }
    }
}

/// What the audit says about account 1 after a change.
fn audited(kind: Kind, sql: &str) -> Vec<String> {
    let runtime = runtime();
    let world = World::new(kind);
    runtime.block_on(fill(&world));
    assert_eq!(world.audit(), Vec::<String>::new());
    tamper(&world, sql);
    let report = world.place.audited(&mut |_| {}).unwrap();
    assert!(!report.is_clean());
    assert!(report.differences.iter().all(|difference| difference.account == account(1)), "{report:?}");
    report.differences.into_iter().map(|difference| difference.sentence).collect()
}

const ONE: &str = "account = (SELECT account FROM balances ORDER BY account LIMIT 1)";

#[track_caller]
fn assert_found(sql: &str, expected: &str) {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        assert_found_over(kind, sql, expected);
    }
}

#[track_caller]
fn assert_found_over(kind: Kind, sql: &str, expected: &str) {
    let sentences = audited(kind, &sql.replace("{one}", ONE));
    let is_found = sentences.iter().any(|sentence| sentence.contains(expected));
    assert!(is_found, "{kind:?}: {expected:?} is not in {sentences:#?}");
}

#[test]
fn the_audit_finds_a_balance_that_is_not_the_sum_of_its_entries() {
    assert_found("UPDATE balances SET available = available + 1 WHERE {one}", "The balance says 226 available, 5 held");
    assert_found("DELETE FROM balances WHERE {one}", "There are 6 entries and no balance");
}

#[test]
fn the_audit_finds_a_changed_or_missing_entry() {
    assert_found("UPDATE entries SET available_delta = 999 WHERE {one} AND version = 1", "the entries add up to 999");
    assert_found("DELETE FROM entries WHERE {one} AND version = 2", "After entry 1 comes entry 3");
    assert_found("UPDATE entries SET held_delta = 81 WHERE {one} AND version = 2", "Entry 2 is a hold and moves");
    assert_found("UPDATE entries SET at = at - 1 WHERE {one} AND version = 4", "Entry 4 is earlier");
}

#[test]
fn the_audit_names_the_entry_that_is_not_what_was_written() {
    // Nothing that anything adds up to.
    assert_found("UPDATE entries SET note = 'a gift' WHERE {one} AND version = 1", "Entry 1 is not what was written");
    assert_found("UPDATE entries SET at = at + 1 WHERE {one} AND version = 6", "Entry 6 is not what was written");
    assert_found("UPDATE entries SET source = 'grant' WHERE {one} AND version = 1", "Entry 1 is not what was written");
    // The last one is gone, and the balance made to fit.
    let sql = "DELETE FROM entries WHERE {one} AND version = 6; DELETE FROM keys WHERE {one} AND version = 6; \
               UPDATE balances SET (available, held, version) = (SELECT available, held, version FROM entries e \
               WHERE e.account = balances.account AND e.version = 5) WHERE {one}";
    assert_found(sql, "The newest entry is not the one that was written last");
}

#[test]
fn the_audit_finds_lots_that_do_not_agree_with_their_entries() {
    assert_found("UPDATE lots SET remaining = remaining - 1 WHERE {one} AND lot = 1", "Lots have 224 left");
    assert_found("UPDATE lots SET amount = 400 WHERE {one} AND lot = 1", "Lot 1 of 400 credits has no entry");
    assert_found(
        "UPDATE lots SET reversed = 2 WHERE {one} AND lot = 1",
        "Of lot 1 2 credits are reversed; the entries say 0",
    );
    assert_found("DELETE FROM lots WHERE {one} AND lot = 1", "Entry 1 brought 300 credits, and there is no such lot");
    assert_found("UPDATE holds SET parts = '1:4' WHERE {one} AND state = 'active'", "A hold's parts do not add up");
}

#[test]
fn the_audit_finds_holds_that_do_not_agree_with_their_entries() {
    assert_found(
        "UPDATE holds SET state = 'released', spent = NULL WHERE {one} AND state = 'settled'",
        "is released, and no entry says so",
    );
    assert_found("UPDATE holds SET spent = 69 WHERE {one} AND state = 'settled'", "is settled, and the hold does not");
    assert_found(
        "UPDATE holds SET state = 'expired', ended_at = 1 WHERE {one} AND state = 'active'",
        "Active holds add up to 0; the entries say 5",
    );
    assert_found("DELETE FROM holds WHERE {one} AND state = 'released'", "there is no such hold");
    assert_found(
        "UPDATE entries SET hold = (SELECT hold FROM holds WHERE state = 'settled') WHERE {one} AND kind = 'release'",
        "was ended 2 times",
    );
}

#[test]
fn the_audit_finds_keys_that_do_not_point_to_what_they_asked_for() {
    assert_found("DELETE FROM keys WHERE {one} AND key = 'h1'", "Entry 2 has no key");
    assert_found("UPDATE keys SET version = 77 WHERE {one} AND key = 'h1'", "A key answers with entry 77");
    assert_found("UPDATE keys SET version = 1 WHERE {one} AND key = 'h1'", "Entry 1 is the answer of 2 keys");
}

#[test]
fn the_audit_finds_a_balance_whose_moment_is_not_that_of_its_newest_entry() {
    let expected = "The balance's moment is not that of the newest entry";
    assert_found_over(Kind::Postgres, "UPDATE balances SET at = at - 1 WHERE {one}", expected);
}

#[test]
fn an_entry_that_was_put_in_is_found_and_named() {
    let columns = "at, kind, available_delta, held_delta, hold, lot, source, note, available + 300, held, chain";
    let sql = format!(
        "INSERT INTO entries (account, version, at, kind, available_delta, held_delta, hold, lot, source, note, available, held, chain)
         SELECT account, 7, {columns} FROM entries WHERE {{one}} AND version = 1"
    );
    assert_found(&sql, "Entry 7 is not what was written");
}

#[test]
fn a_hold_that_was_paid_late_is_not_named_when_something_else_is_wrong() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let world = World::new(kind);
        runtime().block_on(async {
            fill(&world).await;
            world.clock.advance(Duration::from_secs(60));
            assert_eq!(world.ledger.sweep().await.unwrap(), 1);
            assert_eq!(done(&world.ledger.execute(settle(account(1), "late", 3, None)).await), (5, 225, 0));
        });
        assert_eq!(world.audit(), Vec::<String>::new());
        tamper(&world, &format!("DELETE FROM keys WHERE {ONE} AND key = 'h1'"));
        assert_eq!(world.audit(), ["Entry 2 has no key: its request could be done twice."]);
    }
}

#[test]
fn an_audit_counts_what_it_read_and_works_beside_the_writer() {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        let world = World::new(kind);
        runtime().block_on(fill(&world));
        // A refusal leaves nothing behind that would count.
        assert!(runtime().block_on(world.ledger.execute(hold(account(3), "h", 1, 1, NOON))).is_err());
        let mut read = 0;
        let report = world.place.audited(&mut |entries| read = entries).unwrap();
        assert_eq!((report.accounts, report.entries, report.holds, report.lots, report.keys, read), (2, 7, 3, 2, 7, 7));
        assert!(report.is_clean());
        runtime().block_on(world.ledger.execute(deposit(account(2), "d2", 1))).unwrap();
    }
}

#[test]
fn an_audit_of_a_database_without_a_ledger_is_an_error_and_makes_none() {
    let place = Place::new(Kind::Postgres);
    assert!(place.audited(&mut |_| {}).is_err());
    let Place::Database(database) = &place else { panic!("a database") };
    assert!(database.ask("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").is_empty());
    let nowhere = ledger::audit::audit_postgres("postgresql://me:secret@/ledger?host=/nowhere", &mut |_| {});
    assert!(!nowhere.unwrap_err().to_string().contains("secret"));
}

#[test]
fn more_rows_than_a_page_has_are_read_in_their_order() {
    let world = World::new(Kind::Postgres);
    runtime().block_on(async {
        for owner in (1..4).map(account) {
            let deposits = (0..1_500).map(|n| deposit(owner, &format!("d{n}"), 1)).collect();
            assert!(world.ledger.execute_all(deposits).await.unwrap().iter().all(Result::is_ok));
        }
    });
    let report = world.place.audited(&mut |_| {}).unwrap();
    assert_eq!((report.is_clean(), report.accounts, report.entries, report.lots), (true, 3, 4_500, 4_500));
}

#[test]
fn an_audit_of_a_file_that_is_not_there_is_an_error_and_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    assert!(ledger::audit::audit_sqlite(&path, &mut |_| {}).is_err());
    assert!(!path.exists());
}

#[test]
fn a_state_against_the_rules_stops_its_own_commands_and_nobody_elses() {
    run(Kind::Sqlite, |world| async move {
        fill(&world).await;
        tamper(&world, &format!("UPDATE balances SET held = 0 WHERE {ONE}"));
        let world = world.reopened();
        let (one, two) = (account(1), account(2));
        let commands = vec![deposit(two, "a", 1), release(one, "r3", 3), deposit(two, "b", 1)];
        let outcomes = world.ledger.execute_all(commands).await.unwrap();
        assert_eq!((done(&outcomes[0]).1, done(&outcomes[2]).1), (11, 12));
        assert!(matches!(&outcomes[1], Err(LedgerError::Unavailable(error)) if error.is_damaged()));
        assert_eq!(world.balance(one).await, (225, 0, 6));
    });
}

#[test]
fn an_unknown_word_fails_loudly_for_those_who_touch_it_and_for_nobody_else() {
    run(Kind::Sqlite, |world| async move {
        fill(&world).await;
        tamper(&world, &format!("UPDATE holds SET state = 'lost' WHERE {ONE} AND state = 'active'"));
        let (one, two) = (account(1), account(2));
        let mut commands: Vec<_> = (0..20).map(|n| deposit(two, &format!("n{n}"), 1)).collect();
        commands.insert(7, release(one, "r3", 3));
        let outcomes = world.ledger.execute_all(commands).await.unwrap();
        assert_eq!(outcomes.len(), 21);
        for (n, outcome) in outcomes.iter().enumerate() {
            assert_eq!(outcome.is_err(), n == 7, "{outcome:?}");
        }
        assert!(matches!(&outcomes[7], Err(LedgerError::Unavailable(error)) if error.to_string().contains("lost")));
        assert_eq!(world.balance(two).await, (30, 0, 21));
        assert!(world.ledger.find_hold(one, hold_id(3)).await.unwrap_err().is_damaged());
        assert!(world.place.audited(&mut |_| {}).unwrap_err().is_damaged());
    });
}
