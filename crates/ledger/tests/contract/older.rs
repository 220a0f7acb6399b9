//! A file of an older program: its credits become lots, its entries a chain, and nothing is lost.

use ledger::Ledger;
use refinery::{Migration, Runner};
use rusqlite::Connection;

use crate::world::*;

/// The steps that there were before lots.
const BEFORE_LOTS: [(&str, &str); 2] = [
    ("V1__ledger", include_str!("../../migrations/V1__ledger.sql")),
    ("V2__write_probe", include_str!("../../migrations/V2__write_probe.sql")),
];

/// What account 1 did then: 10 and 100 came in, 30 were spent, 7 returned, 60 and 5 are on hold; 15 can be spent.
const DONE: &str = "
    INSERT INTO entries (account, version, at, kind, available_delta, held_delta, hold, source, note, available, held) VALUES
        (:one, 1, 1, 'deposit',  10,   0, NULL, 'grant', 'hello',        10,  0),
        (:one, 2, 2, 'deposit', 100,   0, NULL, 'pack',  'Starter Pack', 110, 0),
        (:one, 3, 3, 'hold',    -37,  37, :a,   NULL,    'Sora render',  73, 37),
        (:one, 4, 4, 'hold',    -60,  60, :b,   NULL,    'Sora render',  13, 97),
        (:one, 5, 5, 'settle',    7, -37, :a,   NULL,    'Sora render',  20, 60),
        (:one, 6, 6, 'hold',     -5,   5, :c,   NULL,    'Preview',      15, 65);
    INSERT INTO holds (account, hold, amount, operation, expires_at, state, ended_at, spent) VALUES
        (:one, :a, 37, 'Sora render', 9000000000000000, 'settled', 5, 30),
        (:one, :b, 60, 'Sora render', 9000000000000000, 'active', NULL, NULL),
        (:one, :c,  5, 'Preview',     9000000000000000, 'active', NULL, NULL);
    INSERT INTO keys (account, key, fingerprint, version) VALUES
        (:one, 'd1', zeroblob(16), 1), (:one, 'd2', zeroblob(16), 2), (:one, 'h1', zeroblob(16), 3),
        (:one, 'h2', zeroblob(16), 4), (:one, 's1', zeroblob(16), 5), (:one, 'h3', zeroblob(16), 6);
    INSERT INTO balances (account, available, held, version) VALUES (:one, 15, 65, 6);
    INSERT INTO entries (account, version, at, kind, available_delta, held_delta, hold, source, note, available, held) VALUES
        (:two, 1, 7, 'deposit', 0, 0, NULL, 'grant', 'nothing', 0, 0);
    INSERT INTO keys (account, key, fingerprint, version) VALUES (:two, 'd', zeroblob(16), 1);
    INSERT INTO balances (account, available, held, version) VALUES (:two, 0, 0, 1);";

fn older_file(world: &World) {
    let mut file = Connection::open(world.path()).unwrap();
    let steps: Vec<_> = BEFORE_LOTS.iter().map(|(name, sql)| Migration::unapplied(name, sql).unwrap()).collect();
    let mut runner = Runner::new(&steps);
    runner.set_migration_table_name("ledger_migrations");
    runner.run(&mut file).unwrap();
    let blob = |id: uuid::Uuid| format!("x'{}'", id.simple());
    let names = [
        (":one", blob(account(1).0)),
        (":two", blob(account(2).0)),
        (":a", blob(hold_id(1).0)),
        (":b", blob(hold_id(2).0)),
        (":c", blob(hold_id(3).0)),
    ];
    let sql = names.iter().fold(DONE.to_owned(), |sql, (name, blob)| sql.replace(name, blob));
    file.execute_batch(&sql).unwrap();
}

#[test]
fn the_credits_of_an_older_file_become_lots_and_its_entries_a_chain() {
    run(Kind::Sqlite, |world| async move {
        let path = world.path();
        let World { ledger, clock, place } = world;
        drop(ledger);
        std::fs::remove_file(&path).unwrap();
        let world = World { ledger: Ledger::in_memory(clock.clone()), clock, place };
        older_file(&world);
        let world = World { ledger: Ledger::open_sqlite(&path, world.clock.clone()).unwrap(), ..world };
        let one = account(1);
        assert_eq!(world.balance(one).await, (15, 65, 6));
        assert_eq!(world.audit(), Vec::<String>::new());
        // The oldest credits are taken for spent: the 10 and 20 of the 100. Of what is left 65 are held, in the order of the holds.
        let held = world.ledger.find_hold(one, hold_id(2)).await.unwrap().unwrap();
        let parts: Vec<_> = held.parts.iter().map(|part| (part.lot.0, part.amount.get())).collect();
        assert_eq!(parts, [(2, 60)]);
        // And everything goes on.
        assert_eq!(done(&world.ledger.execute(release(one, "r", 2)).await), (60, 75, 5));
        assert_eq!(done(&world.ledger.execute(settle(one, "s", 3, Some(2))).await), (2, 78, 0));
        assert_eq!(done(&world.ledger.execute(reverse(one, "refund", "d2", 100)).await), (100, -22, 0));
        assert_eq!(done(&world.ledger.execute(deposit(account(2), "d2", 3)).await), (3, 3, 0));
        assert_eq!(world.audit(), Vec::<String>::new());
    });
}
