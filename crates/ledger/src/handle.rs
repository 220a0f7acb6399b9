//! The handle that everybody has: it queues commands for a writer and reads what was acknowledged.

use std::path::Path;
use std::sync::Arc;

use credits::decide::{Balance, Command, Entry, Hold, Verdict};
use credits::{AccountId, HoldId, Timestamp};
use parking_lot::Mutex;
use tokio::sync::{Semaphore, oneshot, watch};

use crate::batch::Outcome;
use crate::cache::AccountCache;
use crate::moments::Moments;
use crate::postgres::{self, PostgresStore};
use crate::publish::Subscribers;
use crate::sqlite::SqliteStore;
use crate::store::{MemoryStore, Reader, Store};
use crate::writer::{Work, Writer};
use crate::writers::{Writers, stopped};
use crate::{Clock, LedgerError, OpenError, StorageError};

/// How many accounts stay in memory, with their open lots: about 13 MB. As many as fit into two tables of 65,536 places, which the standard
/// library's map fills to seven eighths.
const CACHED_ACCOUNTS_MAX: usize = 2 * 57_344;

/// How many reads go on at once; each has a connection to itself.
const READS_AT_ONCE_MAX: usize = 8;

/// The most entries that one read returns.
const ENTRIES_A_READ_MAX: usize = 1_000;

/// Who has how many credits. Cheap to clone; when the last clone is dropped, the writer has finished and the file is free.
#[derive(Clone)]
pub struct Ledger {
    shared: Arc<Shared>,
}

struct Shared {
    writers: Writers,
    reader: Arc<dyn Reader>,
    reads: Arc<Semaphore>,
    accounts: Arc<Mutex<AccountCache>>,
    subscribers: Arc<Subscribers>,
    moments: Moments,
}

impl Drop for Shared {
    /// The writers, whose end is waited for, come after this: then everything is on disk, in one file, and the lock is free when the last
    /// handle is gone. Readers go first, because only the last connection to a file can tidy up after all.
    fn drop(&mut self) {
        self.reader.close();
    }
}

impl Ledger {
    /// Opens the ledger in a file, making it if there is none. One process at a time: a lock file beside it sees to that.
    ///
    /// # Errors
    /// When another process has it, when it cannot be read or written, and when a newer version wrote it.
    pub fn open_sqlite(path: &Path, clock: Clock) -> Result<Self, OpenError> {
        let (store, reader) = SqliteStore::open(path)?;
        Self::start(store, Arc::new(reader), clock)
            .map_err(|source| OpenError::Storage { path: path.to_owned(), source })
    }

    /// Opens the ledger in a PostgreSQL database, making its tables if there are none. Any number of processes may do so at once.
    ///
    /// # Errors
    /// When the address is none, when the database cannot be reached, read or written, and when a newer version made its tables.
    pub fn open_postgres(address: &str, clock: Clock) -> Result<Self, OpenError> {
        Self::open_postgres_behind(address, clock, postgres::WRITERS, |store| store)
    }

    /// The same with so many writers, and something between each of them and the database.
    pub(crate) fn open_postgres_behind<S: Store>(
        address: &str,
        clock: Clock,
        writers: usize,
        between: impl Fn(PostgresStore) -> S + Send,
    ) -> Result<Self, OpenError> {
        let server = postgres::Server::at(address)?;
        let open = || {
            let subscribers = Arc::new(Subscribers::default());
            let (stores, reader) = postgres::open(&server, &subscribers, writers)?;
            Self::start_with(stores.into_iter().map(between).collect(), Arc::new(reader), clock, subscribers)
        };
        postgres::on_a_thread(open).map_err(|source| OpenError::Database { database: server.to_string(), source })
    }

    /// A ledger that lives as long as the process: the model store, for tests.
    ///
    /// # Panics
    /// When the operating system gives no thread.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a start-up of tests: memory has nothing that could fail but the thread")]
    pub fn in_memory(clock: Clock) -> Self {
        let store = MemoryStore::default();
        Self::start(store.clone(), Arc::new(store), clock).expect("the operating system gives a thread")
    }

    /// Starts the writer over a store.
    pub(crate) fn start(store: impl Store, reader: Arc<dyn Reader>, clock: Clock) -> Result<Self, StorageError> {
        Self::start_with(vec![store], reader, clock, Arc::default())
    }

    /// Starts a writer over each side of a store whose changes by others are told to the same subscribers.
    fn start_with<S: Store>(
        mut stores: Vec<S>,
        reader: Arc<dyn Reader>,
        clock: Clock,
        subscribers: Arc<Subscribers>,
    ) -> Result<Self, StorageError> {
        let accounts = Arc::new(Mutex::new(AccountCache::new(CACHED_ACCOUNTS_MAX)));
        let last = stores.first_mut().map(Store::last_moment).transpose()?.flatten();
        let moments = Moments::new(clock, last);
        let writer = |store| Writer::new(store, moments.clone(), Arc::clone(&accounts), Arc::clone(&subscribers));
        let writers = Writers::start(stores.into_iter().map(writer).collect())?;
        let reads = Arc::new(Semaphore::new(READS_AT_ONCE_MAX));
        Ok(Self { shared: Arc::new(Shared { writers, reader, reads, accounts, subscribers, moments }) })
    }

    /// Does a command: answered after it is durable, or not done at all. A caller who stops waiting does not stop the command.
    ///
    /// # Errors
    /// Refused by the rules, or unavailable when storage did not keep it.
    pub async fn execute(&self, command: Command) -> Result<Verdict, LedgerError> {
        let (reply, answer) = oneshot::channel();
        self.shared.writers.send(Work::One { command, reply }).await?;
        answer.await.map_err(|_| stopped())?
    }

    /// Does commands in their order, in one transaction, with one outcome each: a refusal does not stop the ones after it. The caller
    /// bounds how many.
    ///
    /// # Errors
    /// Unavailable when the writer has stopped; what storage did not keep is in the outcomes.
    pub async fn execute_all(&self, commands: Vec<Command>) -> Result<Vec<Result<Verdict, LedgerError>>, StorageError> {
        let (reply, answer) = oneshot::channel::<Vec<Outcome>>();
        self.shared.writers.send(Work::Many { commands, reply }).await?;
        answer.await.map_err(|_| stopped())
    }

    /// What an account has; zero for an account without entries. Sees everything that was acknowledged. Over a store that others change as
    /// well nothing is remembered, and each answer is read.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn balance(&self, account: AccountId) -> Result<Balance, StorageError> {
        let cached = self.shared.accounts.lock().balance(account);
        match cached {
            Some(balance) => Ok(balance),
            None => self.read(move |reader| reader.balance(account)).await,
        }
    }

    /// A hold of an account, whatever became of it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn find_hold(&self, account: AccountId, hold: HoldId) -> Result<Option<Hold>, StorageError> {
        self.read(move |reader| reader.hold(account, hold)).await
    }

    /// An account's entries below a version, newest first, at most 1,000 at once.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn entries(
        &self,
        account: AccountId,
        before_version: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Entry>, StorageError> {
        let limit = limit.min(ENTRIES_A_READ_MAX);
        self.read(move |reader| reader.entries(account, before_version, limit)).await
    }

    /// Watches an account's balance: `None` until it changes, then always the latest. Sweeps and releases are told like everything else.
    #[must_use]
    pub fn subscribe(&self, account: AccountId) -> watch::Receiver<Option<Balance>> {
        self.shared.subscribers.subscribe(account)
    }

    /// Whether commands can be kept at present, found out by a durable write of about a command's size, of each writer: whoever is asked this
    /// by many remembers the answer for a while. Ready again by itself as soon as storage is.
    ///
    /// # Errors
    /// What storage says.
    pub async fn is_ready(&self) -> Result<(), StorageError> {
        let mut answers = Vec::new();
        let probe = || {
            let (reply, answer) = oneshot::channel();
            answers.push(answer);
            Work::Probe { reply }
        };
        self.shared.writers.send_to_each(probe).await?;
        for answer in answers {
            answer.await.map_err(|_| stopped())??;
        }
        Ok(())
    }

    /// The clock by which this ledger decides.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        self.shared.moments.clock()
    }

    /// The ledger's own time, from which expiries are counted: the clock's, but never earlier than the last batch. When the clock is
    /// set back it stands still until the clock has caught up, so that a hold made now does not expire in what the ledger calls the past.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared.moments.now()
    }

    /// Reads on a thread that may block.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&dyn Reader) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let reader = Arc::clone(&self.shared.reader);
        // The permit goes with the read: a caller who stops waiting does not let a ninth read begin.
        let permit = Arc::clone(&self.shared.reads).acquire_owned().await.map_err(|_| stopped())?;
        let reading = move || {
            let found = read(reader.as_ref());
            drop(permit);
            found
        };
        tokio::task::spawn_blocking(reading).await.map_err(|_| StorageError::unavailable("a read panicked"))?
    }
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Ledger").finish_non_exhaustive()
    }
}
