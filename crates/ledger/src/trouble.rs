//! Tests of storage that fails: a full disk, a file that must not be written, a lock, a panic. Nothing is acknowledged that was not
//! kept, and the ledger works again by itself as soon as storage does.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use credits::decide::{Command, Source, Verb};
use credits::{AccountId, Credits, IdempotencyKey, Timestamp};
use parking_lot::Mutex;
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

use crate::sqlite::SqliteStore;
use crate::store::{Loaded, MemoryStore, Store, Touched, Writes};
use crate::{Clock, Ledger, LedgerError, StorageError, audit};

/// What is wrong with storage at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Nothing,
    /// SQLite itself says that the disk is full: the file may not have a page more.
    Full,
    /// SQLite itself says that it must not write.
    ReadOnly,
    /// Everything went well up to the commit, which failed.
    AtCommit,
    /// A bug.
    Panic,
}

/// The real store with trouble that can be switched on and off.
struct Troubled {
    inner: SqliteStore,
    trouble: Arc<Mutex<Trouble>>,
}

impl Store for Troubled {
    fn last_moment(&mut self) -> Result<Option<Timestamp>, StorageError> {
        self.inner.last_moment()
    }

    fn transact(&mut self, touched: &Touched, decide: &mut dyn FnMut(Loaded) -> Writes) -> Result<(), StorageError> {
        match self.fall_into_trouble()? {
            Trouble::Nothing | Trouble::Full | Trouble::ReadOnly => self.inner.transact(touched, decide),
            Trouble::AtCommit => {
                let mut forget = |loaded| {
                    drop(decide(loaded));
                    Writes::default()
                };
                self.inner.transact(touched, &mut forget)?;
                Err(StorageError::unavailable("disk I/O error"))
            }
            Trouble::Panic => panic!("a bug in the store"),
        }
    }

    fn probe(&mut self) -> Result<(), StorageError> {
        match self.fall_into_trouble()? {
            Trouble::Nothing | Trouble::Full | Trouble::ReadOnly => self.inner.probe(),
            Trouble::AtCommit => Err(StorageError::unavailable("disk I/O error")),
            Trouble::Panic => panic!("a bug in the store"),
        }
    }
}

impl Troubled {
    /// Brings SQLite into the trouble that is switched on, and says which that is.
    fn fall_into_trouble(&mut self) -> Result<Trouble, StorageError> {
        let trouble = *self.trouble.lock();
        let connection = self.inner.connection()?;
        // A bound below the present size is taken as the present size.
        let pages_max = if trouble == Trouble::Full { 1 } else { u32::MAX - 1 };
        connection.pragma_update_and_check(None, "max_page_count", pages_max, |_| Ok(()))?;
        connection.pragma_update(None, "query_only", trouble == Trouble::ReadOnly)?;
        Ok(trouble)
    }
}

struct World {
    ledger: Ledger,
    trouble: Arc<Mutex<Trouble>>,
    path: PathBuf,
    _folder: TempDir,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let (inner, reader) = SqliteStore::open(&path).unwrap();
        let trouble = Arc::new(Mutex::new(Trouble::Nothing));
        let store = Troubled { inner, trouble: Arc::clone(&trouble) };
        let ledger = Ledger::start(store, Arc::new(reader), Clock::system()).unwrap();
        Self { ledger, trouble, path, _folder: folder }
    }

    fn switch(&self, trouble: Trouble) {
        *self.trouble.lock() = trouble;
    }

    async fn available(&self) -> (i64, u64) {
        let balance = self.ledger.balance(ONE).await.unwrap();
        (balance.available.get(), balance.version)
    }

    fn assert_audit_is_clean(&self) {
        let report = audit::audit_sqlite(&self.path, &mut |_| {}).unwrap();
        assert!(report.is_clean(), "{report:?}");
    }
}

const ONE: AccountId = AccountId(Uuid::from_u128(1));

/// A deposit of one credit, with a note that fills most of a page.
fn deposit(n: usize) -> Command {
    let key = IdempotencyKey::new(format!("deposit-{n}")).unwrap();
    let note = "why ".repeat(800);
    Command {
        account: ONE,
        verb: Verb::Deposit { key, amount: Credits::from(1), source: Source::Grant, note, expires_at: None },
    }
}

fn unavailable(outcome: Result<credits::decide::Verdict, LedgerError>) -> StorageError {
    match outcome {
        Err(LedgerError::Unavailable(error)) => error,
        other => panic!("not unavailable: {other:?}"),
    }
}

#[tokio::test]
async fn a_full_disk_acknowledges_nothing_and_says_so_and_passes() {
    let world = World::new();
    world.ledger.execute(deposit(0)).await.unwrap();
    world.switch(Trouble::Full);
    let mut kept = 1;
    let error = loop {
        match world.ledger.execute(deposit(kept)).await {
            Ok(_) => kept += 1,
            refused => break unavailable(refused),
        }
        assert!(kept < 1_000, "the disk never becomes full");
    };
    assert!(error.is_full(), "{error}");
    assert!(error.sentence().starts_with("The disk is full. Nothing was changed"), "{}", error.sentence());
    let watcher = world.ledger.subscribe(ONE);
    let batch = || (kept..kept + 50).map(deposit).collect();
    for outcome in world.ledger.execute_all(batch()).await.unwrap() {
        assert!(unavailable(outcome).is_full());
    }
    let kept_number = i64::try_from(kept).unwrap();
    assert_eq!(world.available().await, (kept_number, u64::try_from(kept).unwrap()));
    assert!(!watcher.has_changed().unwrap());
    world.assert_audit_is_clean();
    world.switch(Trouble::Nothing);
    for outcome in world.ledger.execute_all(batch()).await.unwrap() {
        assert!(!outcome.unwrap().is_replay);
    }
    assert_eq!(world.available().await.0, kept_number + 50);
    world.assert_audit_is_clean();
}

#[tokio::test]
async fn a_read_only_file_is_said_and_the_ledger_is_ready_again_without_a_command() {
    let world = World::new();
    world.ledger.execute(deposit(0)).await.unwrap();
    world.switch(Trouble::ReadOnly);
    let error = unavailable(world.ledger.execute(deposit(1)).await);
    assert!(error.is_read_only(), "{error}");
    assert!(error.sentence().starts_with("What is stored cannot be written."));
    assert!(world.ledger.is_ready().await.unwrap_err().is_read_only());
    assert_eq!(world.available().await, (1, 1));
    world.switch(Trouble::Nothing);
    world.ledger.is_ready().await.unwrap();
    assert!(!world.ledger.execute(deposit(1)).await.unwrap().is_replay);
}

#[tokio::test]
async fn trouble_makes_the_ledger_not_ready_before_any_command_has_met_it() {
    for trouble in [Trouble::Full, Trouble::ReadOnly, Trouble::AtCommit, Trouble::Panic] {
        let world = World::new();
        world.switch(trouble);
        let error = world.ledger.is_ready().await.expect_err("storage is in trouble");
        assert_eq!((error.is_full(), error.is_read_only()), (trouble == Trouble::Full, trouble == Trouble::ReadOnly));
        world.switch(Trouble::Nothing);
        world.ledger.is_ready().await.unwrap();
        world.assert_audit_is_clean();
    }
}

#[tokio::test]
async fn a_failed_commit_is_answered_to_everybody_and_nothing_of_it_is_remembered() {
    let world = World::new();
    world.ledger.execute(deposit(0)).await.unwrap();
    let watcher = world.ledger.subscribe(ONE);
    for trouble in [Trouble::AtCommit, Trouble::Panic] {
        world.switch(trouble);
        // A repeated command is not answered either: its batch failed.
        for outcome in world.ledger.execute_all((0..9).map(deposit).collect()).await.unwrap() {
            unavailable(outcome);
        }
        assert_eq!(world.available().await, (1, 1));
        assert!(!watcher.has_changed().unwrap());
    }
    world.switch(Trouble::Nothing);
    let verdict = world.ledger.execute(deposit(1)).await.unwrap();
    assert_eq!((verdict.is_replay, verdict.answer.balance.version), (false, 2));
    world.assert_audit_is_clean();
}

#[tokio::test]
async fn a_file_locked_by_another_process_makes_commands_unavailable_until_it_lets_go() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let (mut store, reader) = SqliteStore::open(&path).unwrap();
    store.connection().unwrap().busy_timeout(Duration::ZERO).unwrap();
    let ledger = Ledger::start(store, Arc::new(reader), Clock::system()).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = unavailable(ledger.execute(deposit(1)).await);
    assert!(!error.is_full() && !error.is_read_only(), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    assert!(!ledger.execute(deposit(1)).await.unwrap().is_replay);
}

#[test]
fn a_ledger_that_vanished_is_not_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let (mut store, _) = SqliteStore::open(&path).unwrap();
    store.give_up_connection();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    assert!(store.connection().is_err());
    assert!(!path.exists());
}

/// A store whose transactions wait until they are let through.
struct Gated {
    inner: MemoryStore,
    transactions: Arc<AtomicUsize>,
    entered: mpsc::Sender<()>,
    gate: mpsc::Receiver<()>,
}

impl Store for Gated {
    fn last_moment(&mut self) -> Result<Option<Timestamp>, StorageError> {
        self.inner.last_moment()
    }

    fn transact(&mut self, touched: &Touched, decide: &mut dyn FnMut(Loaded) -> Writes) -> Result<(), StorageError> {
        self.transactions.fetch_add(1, Ordering::SeqCst);
        let _ = self.entered.send(());
        let _ = self.gate.recv();
        self.inner.transact(touched, decide)
    }

    fn probe(&mut self) -> Result<(), StorageError> {
        self.inner.probe()
    }
}

#[tokio::test]
async fn commands_that_wait_share_one_transaction_and_a_lone_one_does_not_wait() {
    let (entered_sender, entered) = mpsc::channel();
    let (gate, gate_receiver) = mpsc::channel();
    let (inner, transactions) = (MemoryStore::default(), Arc::new(AtomicUsize::new(0)));
    let store = Gated {
        inner: inner.clone(),
        transactions: Arc::clone(&transactions),
        entered: entered_sender,
        gate: gate_receiver,
    };
    let ledger = Ledger::start(store, Arc::new(inner), Clock::system()).unwrap();
    // Dropped before the ledger, so that a failed assertion does not leave the writer waiting at the gate.
    let gate = gate;
    let asked = Arc::new(AtomicUsize::new(0));
    let spawn = |n| {
        let (ledger, asked) = (ledger.clone(), Arc::clone(&asked));
        tokio::spawn(async move {
            // Nothing else runs on this one thread between here and the moment at which the command is in the queue.
            asked.fetch_add(1, Ordering::SeqCst);
            ledger.execute(deposit(n)).await.unwrap().answer.balance.version
        })
    };
    let first = spawn(0);
    while asked.load(Ordering::SeqCst) < 1 {
        tokio::task::yield_now().await;
    }
    // The lone command is at the store already, before anybody else came.
    entered.recv().unwrap();
    let others: Vec<_> = (1..=300).map(spawn).collect();
    while asked.load(Ordering::SeqCst) < 301 {
        tokio::task::yield_now().await;
    }
    gate.send(()).unwrap();
    gate.send(()).unwrap();
    assert_eq!(first.await.unwrap(), 1);
    for (n, other) in (2..).zip(others) {
        assert_eq!(other.await.unwrap(), n);
    }
    assert_eq!(transactions.load(Ordering::SeqCst), 2);
}
