//! A ledger for a test, with a clock that the test moves, and short ways to say what is asked and what was answered.

use std::future::Future;
use std::io::{BufRead, Cursor, Seek};
use std::path::PathBuf;

use credits::decide::{Balance, Command, Entry, Refusal, Source, Verb, Verdict};
use credits::{AccountId, Credits, HoldId, IdempotencyKey, Timestamp};
use ledger::audit::{Report, audit_postgres, audit_sqlite};
use ledger::transfer::{Counts, TransferError, export_postgres, export_sqlite, import_postgres, import_sqlite};
use ledger::{Clock, Ledger, LedgerError, StorageError};
use tempfile::TempDir;
use uuid::Uuid;

use crate::database::Database;

/// When every test begins.
pub const NOON: Timestamp = Timestamp(1_780_000_000_000_000);

/// The stores that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Memory,
    Sqlite,
    Postgres,
}

/// Where a ledger keeps what it keeps.
pub enum Place {
    Nowhere,
    Folder(TempDir),
    Database(Database),
}

/// A ledger, its clock, and its place, which goes last.
pub struct World {
    pub ledger: Ledger,
    pub clock: Clock,
    pub place: Place,
}

impl Place {
    /// An empty one.
    pub fn new(kind: Kind) -> Self {
        match kind {
            Kind::Memory => Self::Nowhere,
            Kind::Sqlite => Self::Folder(tempfile::tempdir().unwrap()),
            Kind::Postgres => Self::Database(Database::new()),
        }
    }

    pub fn path(&self) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.path().join("ledger.db"),
            Self::Nowhere | Self::Database(_) => panic!("this ledger has no file"),
        }
    }

    /// What an audit finds. A ledger in memory has nothing to audit.
    pub fn audited(&self, progress: &mut (dyn FnMut(u64) + Send)) -> Result<Report, StorageError> {
        match self {
            Self::Nowhere => Ok(Report::default()),
            Self::Folder(_) => audit_sqlite(&self.path(), progress),
            Self::Database(database) => elsewhere(|| audit_postgres(&database.address, progress)),
        }
    }

    /// All of it as one file.
    pub fn exported(&self) -> Result<(Counts, Vec<u8>), TransferError> {
        let mut file = Vec::new();
        let counts = match self {
            Self::Nowhere => panic!("this ledger is nowhere"),
            Self::Folder(_) => export_sqlite(&self.path(), &mut file, &mut |_| {}),
            Self::Database(database) => elsewhere(|| export_postgres(&database.address, &mut file, &mut |_| {})),
        };
        Ok((counts?, file))
    }

    /// Reads a file into the ledger that is here, or that begins here.
    pub fn import(&self, file: &[u8]) -> Result<Counts, TransferError> {
        self.import_from(&mut Cursor::new(file))
    }

    /// The same from a file that may break off.
    pub fn import_from<F: BufRead + Seek + Send>(&self, file: &mut F) -> Result<Counts, TransferError> {
        match self {
            Self::Nowhere => panic!("this ledger is nowhere"),
            Self::Folder(_) => import_sqlite(&self.path(), file, &mut |_, _| {}),
            Self::Database(database) => elsewhere(|| import_postgres(&database.address, file, &mut |_, _| {})),
        }
    }
}

/// Does something on a thread where nothing asynchronous goes on.
fn elsewhere<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(work).join().unwrap())
}

impl World {
    pub fn new(kind: Kind) -> Self {
        Self::over(Place::new(kind), &Clock::manual(NOON))
    }

    /// Over something that may be there already.
    pub fn over(place: Place, clock: &Clock) -> Self {
        Self { ledger: open(&place, clock), clock: clock.clone(), place }
    }

    pub fn path(&self) -> PathBuf {
        self.place.path()
    }

    pub fn database(&self) -> &Database {
        match &self.place {
            Place::Database(database) => database,
            Place::Nowhere | Place::Folder(_) => panic!("this ledger has no database"),
        }
    }

    /// Another ledger over the same database, with a clock of its own, as another process has it.
    pub fn another(&self, clock: &Clock) -> Ledger {
        Ledger::open_postgres(&self.database().address, clock.clone()).unwrap()
    }

    /// The same place, opened by a new ledger after the old one is gone.
    pub fn reopened(self) -> Self {
        let Self { ledger, clock, place } = self;
        drop(ledger);
        Self { ledger: open(&place, &clock), clock, place }
    }

    pub async fn entries(&self, account: AccountId) -> Vec<Entry> {
        let mut entries = self.ledger.entries(account, None, 1_000).await.unwrap();
        entries.reverse();
        entries
    }

    pub async fn balance(&self, account: AccountId) -> (i64, i64, u64) {
        numbers(self.ledger.balance(account).await.unwrap())
    }

    /// Every difference that an audit finds, as sentences.
    pub fn audit(&self) -> Vec<String> {
        let report = self.place.audited(&mut |_| {}).unwrap();
        assert_eq!(report.is_clean(), report.differences.is_empty());
        report.differences.into_iter().map(|difference| difference.sentence).collect()
    }
}

fn open(place: &Place, clock: &Clock) -> Ledger {
    match place {
        Place::Nowhere => Ledger::in_memory(clock.clone()),
        Place::Folder(folder) => Ledger::open_sqlite(&folder.path().join("ledger.db"), clock.clone()).unwrap(),
        Place::Database(database) => Ledger::open_postgres(&database.address, clock.clone()).unwrap(),
    }
}

/// Runs a case over a fresh ledger.
pub fn run<F: Future<Output = ()>>(kind: Kind, case: impl FnOnce(World) -> F) {
    runtime().block_on(case(World::new(kind)));
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

pub fn numbers(balance: Balance) -> (i64, i64, u64) {
    (balance.available.get(), balance.held.get(), balance.version)
}

/// What was done, in numbers: amount, available, held.
pub fn done(outcome: &Result<Verdict, LedgerError>) -> (i64, i64, i64) {
    let answer = outcome.as_ref().unwrap().answer;
    (answer.amount.get(), answer.balance.available.get(), answer.balance.held.get())
}

pub fn refusal(outcome: &Result<Verdict, LedgerError>) -> Refusal {
    match outcome {
        Err(LedgerError::Refused(refusal)) => refusal.clone(),
        other => panic!("not a refusal: {other:?}"),
    }
}

pub fn account(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 + n))
}

pub fn hold_id(n: u128) -> HoldId {
    HoldId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + n))
}

pub fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

pub fn credits(n: i64) -> Credits {
    Credits::new(n).unwrap()
}

pub fn deposit(account: AccountId, name: &str, amount: i64) -> Command {
    deposit_until(account, name, amount, None)
}

pub fn deposit_until(account: AccountId, name: &str, amount: i64, expires_at: Option<Timestamp>) -> Command {
    let (key, amount, note) = (key(name), credits(amount), "pack".to_owned());
    Command { account, verb: Verb::Deposit { key, amount, source: Source::Pack, note, expires_at } }
}

pub fn reverse(account: AccountId, name: &str, deposit: &str, amount: i64) -> Command {
    let (deposit, amount, note) = (key(deposit), credits(amount), "refund".to_owned());
    Command { account, verb: Verb::Reverse { key: key(name), deposit, amount, note } }
}

pub fn reinstate(account: AccountId, name: &str, deposit: &str, amount: i64) -> Command {
    let (deposit, amount, note) = (key(deposit), credits(amount), "dispute won".to_owned());
    Command { account, verb: Verb::Reinstate { key: key(name), deposit, amount, note } }
}

pub fn lapse(account: AccountId) -> Command {
    Command { account, verb: Verb::Lapse }
}

pub fn hold(account: AccountId, name: &str, id: u128, amount: i64, expires_at: Timestamp) -> Command {
    let (hold, amount, operation) = (hold_id(id), credits(amount), "Sora render".to_owned());
    Command { account, verb: Verb::Hold { key: key(name), hold, amount, operation, expires_at } }
}

pub fn settle(account: AccountId, name: &str, id: u128, amount: Option<i64>) -> Command {
    Command { account, verb: Verb::Settle { key: key(name), hold: hold_id(id), amount: amount.map(credits) } }
}

pub fn release(account: AccountId, name: &str, id: u128) -> Command {
    Command { account, verb: Verb::Release { key: key(name), hold: hold_id(id) } }
}

pub fn extend(account: AccountId, id: u128, expires_at: Timestamp) -> Command {
    Command { account, verb: Verb::Extend { hold: hold_id(id), expires_at } }
}

pub fn expire(account: AccountId, id: u128) -> Command {
    Command { account, verb: Verb::Expire { hold: hold_id(id) } }
}
