//! Two ledgers over one database, as two processes have them: nothing is given out twice, what one does the other one hears, and what
//! happens to the connections between them and the database happens to nobody's credits.

use std::time::Duration;

use credits::decide::{Balance, Refusal};
use credits::{AccountId, Timestamp};
use ledger::{Clock, Ledger, LedgerError, OpenError};
use tokio::sync::watch;
use tokio::time::timeout;

use postgres_fixture::END_SESSIONS;

use crate::database::connect;
use crate::world::*;

const LATER: Timestamp = Timestamp(NOON.0 + 60_000_000);

/// Long enough for a busy machine; what is waited for takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

fn runtime_of_two() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Waits until a watcher is told a balance with a version at least as high, and sees to it that versions only grow on the way.
async fn told(watcher: &mut watch::Receiver<Option<Balance>>, version: u64) -> (i64, i64, u64) {
    let mut last = 0;
    let wait = watcher.wait_for(|balance| {
        let told = balance.map_or(0, |balance| balance.version);
        assert!(told >= last, "version {told} came after {last}");
        last = told;
        told >= version
    });
    numbers(timeout(PATIENCE, wait).await.unwrap().unwrap().unwrap())
}

/// Does a command again and again until storage keeps it, as whoever has a key may.
async fn insist(ledger: &Ledger, command: credits::decide::Command) -> bool {
    for _ in 0..100 {
        match ledger.execute(command.clone()).await {
            Ok(_) => return true,
            Err(LedgerError::Refused(_)) => return false,
            Err(LedgerError::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    panic!("{command:?} was never kept");
}

#[test]
fn two_ledgers_that_spend_from_one_account_do_not_overspend() {
    let world = World::new(Kind::Postgres);
    let other = world.another(&world.clock);
    let one = account(1);
    let granted = runtime_of_two().block_on(async {
        world.ledger.execute(deposit(one, "d", 500)).await.unwrap();
        // Five credits a hold: 320 holds are asked for, and there is credit for 100.
        let callers: Vec<_> = (0..32)
            .map(|caller: u128| {
                let ledger = if caller.is_multiple_of(2) { world.ledger.clone() } else { other.clone() };
                tokio::spawn(async move {
                    let mut granted = 0;
                    for id in caller * 10..caller * 10 + 10 {
                        match ledger.execute(hold(one, &format!("h{id}"), id, 5, LATER)).await {
                            Ok(_) => granted += 1,
                            refused => assert!(matches!(refusal(&refused), Refusal::InsufficientCredits { .. })),
                        }
                    }
                    granted
                })
            })
            .collect();
        let mut granted = 0;
        for caller in callers {
            granted += caller.await.unwrap();
        }
        assert_eq!(world.balance(one).await, (0, 500, 101));
        assert_eq!(numbers(other.balance(one).await.unwrap()), (0, 500, 101));
        granted
    });
    assert_eq!(granted, 100);
    assert_eq!(world.audit(), Vec::<String>::new());
}

#[test]
fn an_intent_that_both_are_asked_for_is_done_once() {
    let world = World::new(Kind::Postgres);
    let other = world.another(&world.clock);
    runtime().block_on(async {
        for n in 0..50 {
            let command = deposit(account(1), &format!("d{n}"), 1);
            let (ours, theirs) = tokio::join!(world.ledger.execute(command.clone()), other.execute(command));
            let (ours, theirs) = (ours.unwrap(), theirs.unwrap());
            assert_eq!(ours.answer, theirs.answer);
            assert_ne!(ours.is_replay, theirs.is_replay);
        }
        assert_eq!(world.balance(account(1)).await, (50, 0, 50));
    });
}

#[test]
fn a_watcher_of_one_ledger_hears_what_the_other_does() {
    let world = World::new(Kind::Postgres);
    let other = world.another(&world.clock);
    runtime().block_on(async {
        // More accounts in one batch than one notification can carry.
        let mut watchers: Vec<_> = (0..200).map(|n| world.ledger.subscribe(account(n))).collect();
        let deposits = (0..200).map(|n| deposit(account(n), "d", 7)).collect();
        other.execute_all(deposits).await.unwrap();
        for watcher in &mut watchers {
            assert_eq!(told(watcher, 1).await, (7, 0, 1));
        }
        // Both at once, and each hears both.
        let mut theirs = other.subscribe(account(1));
        for n in 0..20 {
            let (ours, others) = (deposit(account(1), &format!("a{n}"), 1), deposit(account(1), &format!("b{n}"), 1));
            let (ours, others) = tokio::join!(world.ledger.execute(ours), other.execute(others));
            assert!(ours.is_ok() && others.is_ok());
        }
        assert_eq!(told(&mut watchers[1], 41).await, (47, 0, 41));
        assert_eq!(told(&mut theirs, 41).await, (47, 0, 41));
    });
}

#[test]
fn whoever_begins_to_watch_is_not_told_what_this_ledger_did_before() {
    let world = World::new(Kind::Postgres);
    let other = world.another(&world.clock);
    runtime().block_on(async {
        let mut last = world.ledger.subscribe(account(3));
        // By one writer and by the other.
        for n in 0..40 {
            let owner = account(1 + n % 2);
            world.ledger.execute(deposit(owner, &format!("d{n}"), 1)).await.unwrap();
            let watcher = world.ledger.subscribe(owner);
            // Heard in the order in which it was done: with this, all before it was heard.
            other.execute(deposit(account(3), &format!("d{n}"), 1)).await.unwrap();
            told(&mut last, u64::try_from(n).unwrap() + 1).await;
            assert_eq!(*watcher.borrow(), None, "round {n}");
        }
    });
}

#[test]
fn nothing_is_lost_when_every_connection_is_cut_again_and_again() {
    let world = World::new(Kind::Postgres);
    let other = world.another(&world.clock);
    // One of each of a ledger's writers.
    let accounts = [account(1), account(2)];
    runtime_of_two().block_on(async {
        let watchers = accounts.map(|account| [world.ledger.subscribe(account), other.subscribe(account)]);
        let deposits = |ledger: Ledger, who: &'static str| {
            tokio::spawn(async move {
                for (n, account) in accounts.into_iter().cycle().take(120).enumerate() {
                    assert!(insist(&ledger, deposit(account, &format!("{who}{n}"), 1)).await);
                }
            })
        };
        let (ours, theirs) = (deposits(world.ledger.clone(), "a"), deposits(other.clone(), "b"));
        let knife = connect(&world.database().address).await;
        let mut cuts = 0;
        while !(ours.is_finished() && theirs.is_finished()) {
            knife.query(END_SESSIONS, &[]).await.unwrap();
            cuts += 1;
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        ours.await.unwrap();
        theirs.await.unwrap();
        assert!(cuts > 3, "{cuts} cuts");
        for mut watcher in watchers.into_iter().flatten() {
            assert_eq!(told(&mut watcher, 120).await, (120, 0, 120));
        }
        for account in accounts {
            assert_eq!(world.balance(account).await, (120, 0, 120));
        }
    });
    assert_eq!(world.audit(), Vec::<String>::new());
}

#[test]
fn what_happens_while_nobody_listens_is_read_afterwards() {
    let world = World::new(Kind::Postgres);
    let other = world.another(&world.clock);
    runtime().block_on(async {
        let mut watcher = world.ledger.subscribe(account(1));
        for n in 1..10 {
            let knife = connect(&world.database().address).await;
            knife.query(END_SESSIONS, &[]).await.unwrap();
            // The listener waits before it connects again, and this comes meanwhile.
            assert!(insist(&other, deposit(account(1), &format!("d{n}"), 1)).await);
            assert_eq!(told(&mut watcher, n).await, (n as i64, 0, n));
        }
    });
}

#[test]
fn batches_that_cross_do_not_wait_for_each_other_in_a_circle() {
    let world = World::new(Kind::Postgres);
    let other = world.another(&world.clock);
    runtime_of_two().block_on(async {
        let batches = |ledger: Ledger, who: &'static str, order: fn(u128) -> u128| {
            tokio::spawn(async move {
                for round in 0..40_u128 {
                    // Forty accounts, ten of them new, each in an order of its own.
                    let owners = (0..40).map(|n| account(round * 10 + order(n)));
                    let commands = owners.map(|owner| deposit(owner, &format!("{who}{round}"), 1)).collect();
                    let outcomes = ledger.execute_all(commands).await.unwrap();
                    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
                }
            })
        };
        // Two of them by the two writers of one ledger: which one does a batch depends on its first account.
        let ours = [batches(world.ledger.clone(), "a", |n| n), batches(world.ledger.clone(), "b", |n| 39 - n)];
        let theirs = batches(other.clone(), "c", |n| n * 39 % 40);
        for batches in ours.into_iter().chain([theirs]) {
            batches.await.unwrap();
        }
    });
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    assert_eq!(world.database().ask(deadlocks)[0].get::<_, i64>(0), 0);
    assert_eq!(world.audit(), Vec::<String>::new());
}

#[test]
fn an_account_that_somebody_has_locked_keeps_only_its_own_writer_waiting() {
    let world = World::new(Kind::Postgres);
    let (one, two) = (account(1), account(2));
    runtime_of_two().block_on(async {
        world.ledger.execute_all(vec![deposit(one, "d", 10), deposit(two, "d", 10)]).await.unwrap();
        let somebody = connect(&world.database().address).await;
        let lock = format!("BEGIN; UPDATE balances SET held = held WHERE account = '{}'", one.0);
        somebody.batch_execute(&lock).await.unwrap();
        let ledger = world.ledger.clone();
        let waits = tokio::spawn(async move { ledger.execute(hold(one, "h", 1, 4, LATER)).await });
        for n in 0..20 {
            let command = hold(two, &format!("h{n}"), n, 0, LATER);
            timeout(PATIENCE, world.ledger.execute(command)).await.unwrap().unwrap();
        }
        assert!(!waits.is_finished());
        // Whoever asks whether commands can be kept is not told so by the other writer.
        let is_ready = timeout(Duration::from_millis(300), world.ledger.is_ready()).await;
        assert!(is_ready.is_err(), "{is_ready:?}");
        somebody.batch_execute("COMMIT").await.unwrap();
        world.ledger.is_ready().await.unwrap();
        assert_eq!(done(&waits.await.unwrap()), (4, 6, 4));
    });
    assert_eq!(world.audit(), Vec::<String>::new());
}

#[test]
fn a_batch_that_somebody_else_is_in_the_way_of_is_decided_again() {
    let world = World::new(Kind::Postgres);
    let (one, two) = (account(1), account(2));
    runtime_of_two().block_on(async {
        world.ledger.execute_all(vec![deposit(one, "d", 10), deposit(two, "d", 10)]).await.unwrap();
        // Somebody who does not keep to the order: has the second, and wants the first. The ledger's session is the one that gives way.
        let somebody = connect(&world.database().address).await;
        let lock = |n: u128| format!("UPDATE balances SET held = held WHERE account = '{}'", account(n).0);
        let begin = format!("SET deadlock_timeout = '60s'; BEGIN; {}", lock(2));
        somebody.batch_execute(&begin).await.unwrap();
        let ledger = world.ledger.clone();
        let commands = vec![hold(one, "h", 1, 4, LATER), hold(two, "h", 1, 4, LATER)];
        let batch = tokio::spawn(async move { ledger.execute_all(commands).await.unwrap() });
        tokio::time::sleep(Duration::from_millis(300)).await;
        somebody.batch_execute(&lock(1)).await.unwrap();
        somebody.batch_execute("COMMIT").await.unwrap();
        let outcomes = batch.await.unwrap();
        assert_eq!((done(&outcomes[0]), done(&outcomes[1])), ((4, 6, 4), (4, 6, 4)));
        assert_eq!((world.balance(one).await, world.balance(two).await), ((6, 4, 2), (6, 4, 2)));
    });
    assert_eq!(world.audit(), Vec::<String>::new());
}

#[test]
fn an_accounts_time_does_not_go_back_though_the_clocks_of_two_processes_differ() {
    let world = World::new(Kind::Postgres);
    let slow = Clock::manual(NOON);
    let other = world.another(&slow);
    runtime().block_on(async {
        world.clock.advance(Duration::from_secs(3_600));
        for n in 0..5 {
            slow.advance(Duration::from_secs(1));
            world.ledger.execute(deposit(account(1), &format!("a{n}"), 1)).await.unwrap();
            other.execute(deposit(account(1), &format!("b{n}"), 1)).await.unwrap();
        }
        let moments: Vec<_> = world.entries(account(1)).await.iter().map(|entry| entry.at).collect();
        assert!(moments.is_sorted(), "{moments:?}");
        // From then on the slow one knows what time it is in the ledger.
        assert_eq!(other.now(), world.ledger.now());
    });
    assert_eq!(world.audit(), Vec::<String>::new());
}

#[test]
fn what_is_damaged_is_one_accounts_own() {
    let world = World::new(Kind::Postgres);
    runtime().block_on(async {
        let both = |name| vec![deposit(account(1), name, 5), deposit(account(2), name, 5)];
        world.ledger.execute_all(both("d")).await.unwrap();
        world.database().ask(&format!("DELETE FROM entries WHERE account = '{}'", account(1).0));
        let outcomes = world.ledger.execute_all(both("d")).await.unwrap();
        assert!(matches!(&outcomes[0], Err(LedgerError::Unavailable(error)) if error.is_damaged()), "{outcomes:?}");
        assert!(outcomes[1].as_ref().unwrap().is_replay);
    });
}

#[test]
fn what_the_database_refuses_is_said_and_over_when_it_is_over() {
    let world = World::new(Kind::Postgres);
    let database = world.database();
    let one = account(1);
    let unavailable = |outcome: Result<_, LedgerError>| match outcome {
        Err(LedgerError::Unavailable(error)) => error,
        other => panic!("{other:?}"),
    };
    runtime().block_on(async {
        world.ledger.execute(deposit(one, "d", 5)).await.unwrap();
        database.ask(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql
             AS $$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$",
        );
        database.ask("CREATE TRIGGER no_room BEFORE INSERT ON entries EXECUTE FUNCTION no_room()");
        let error = unavailable(world.ledger.execute(deposit(one, "e", 5)).await);
        assert!(error.is_full() && error.to_string().contains("53100"), "{error}");
        database.ask("DROP TRIGGER no_room ON entries");
        assert_eq!(done(&world.ledger.execute(deposit(one, "e", 5)).await), (5, 10, 0));
        let operator = connect(&database.address).await;
        let name: String = operator.query_one("SELECT current_database()", &[]).await.unwrap().get(0);
        let setting = format!("ALTER DATABASE {name} SET default_transaction_read_only");
        operator.batch_execute(&format!("{setting} = on")).await.unwrap();
        operator.query(END_SESSIONS, &[]).await.unwrap();
        let error = unavailable(world.ledger.execute(deposit(one, "f", 5)).await);
        assert!(error.is_read_only(), "{error}");
        assert!(world.ledger.is_ready().await.unwrap_err().is_read_only());
        assert_eq!(world.balance(one).await, (10, 0, 2));
        operator.batch_execute(&format!("{setting} = off")).await.unwrap();
        assert_eq!(done(&world.ledger.execute(deposit(one, "f", 5)).await), (5, 15, 0));
        world.ledger.is_ready().await.unwrap();
    });
}

#[test]
fn tables_of_a_newer_version_are_refused_with_a_clear_sentence() {
    let world = World::new(Kind::Postgres);
    let database = world.database();
    database.ask(
        "INSERT INTO ledger_migrations (version, name, applied_on, checksum)
         VALUES (99, 'from_the_future', '2030-01-01T00:00:00Z', '1')",
    );
    let error = Ledger::open_postgres(&database.address, Clock::system()).unwrap_err();
    assert!(matches!(&error, OpenError::Database { source, .. } if source.is_newer()), "{error:?}");
    assert!(error.to_string().contains("written by a newer version of Farebox"), "{error}");
}

#[test]
fn a_database_that_cannot_be_reached_is_said_without_its_password() {
    let error = Ledger::open_postgres("postgresql://me:secret@/ledger?host=/nowhere", Clock::system()).unwrap_err();
    let sentence = error.to_string();
    assert!(sentence.starts_with("The ledger's database ledger at /nowhere cannot be opened."), "{sentence}");
    assert!(!sentence.contains("secret"), "{sentence}");
}

#[test]
fn many_processes_may_open_a_new_database_at_once() {
    let database = crate::database::Database::new();
    let open = || Ledger::open_postgres(&database.address, Clock::system()).unwrap();
    let ledgers: Vec<Ledger> = std::thread::scope(|scope| {
        let opening: Vec<_> = (0..6).map(|_| scope.spawn(open)).collect();
        opening.into_iter().map(|opening| opening.join().unwrap()).collect()
    });
    runtime().block_on(async {
        for (n, ledger) in ledgers.iter().enumerate() {
            ledger.execute(deposit(AccountId(uuid::Uuid::from_u128(7)), &format!("d{n}"), 1)).await.unwrap();
        }
    });
}
