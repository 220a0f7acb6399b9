//! Storage that fails when it is told to: the one door through which the simulation comes at the writer's side of a store.

mod postgres;

use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;

use credits::Timestamp;
use parking_lot::Mutex;

use crate::sqlite::SqliteStore;
use crate::store::{Loaded, MemoryStore, Store, Touched, Writes};
use crate::{Clock, Ledger, OpenError, StorageError};

/// What happens to one transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Storage does not answer at all.
    Refused,
    /// The disk is full: SQLite may not have a page more, and what fits into the pages that there are is kept all the same. PostgreSQL says
    /// so at the first row that is written.
    Full,
    /// Something in the middle of reading and writing fails. In SQLite, after that many steps of its machine; what needs fewer is kept all
    /// the same. In PostgreSQL the number says what: by its remainder of four a statement is cancelled, another transaction is in the way,
    /// the session is ended, or the connection breaks after the commit and before its answer; and by the quotient at which row.
    Interrupted {
        /// How many steps go well.
        steps: u16,
    },
    /// Everything goes well up to the commit, which fails.
    LostAtCommit,
    /// The store has a bug and panics.
    Panics,
    /// The process ends before anything is written.
    StopsBefore,
    /// The process ends when everything is written and nobody was answered.
    StopsAfter,
    /// Storage says that it kept what it did not keep. No ledger can bear that; it shows that the simulation sees it.
    Lies,
}

/// A switch for faults. All its clones are one switch.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Mutex<Armed>>);

#[derive(Debug, Default)]
struct Armed {
    /// How many transactions go well before it, and what happens then.
    next: Option<(u16, Fault)>,
    has_stopped: bool,
    fired: u64,
}

impl Faults {
    /// Lets so many transactions go well, and one not.
    pub fn arm(&self, after: u16, fault: Fault) {
        self.0.lock().next = Some((after, fault));
    }

    /// The process has begun anew: what was armed is forgotten.
    pub fn restart(&self) {
        let mut armed = self.0.lock();
        (armed.next, armed.has_stopped) = (None, false);
    }

    /// Whether the process has ended.
    #[must_use]
    pub fn has_stopped(&self) -> bool {
        self.0.lock().has_stopped
    }

    /// How many transactions met a fault so far.
    #[must_use]
    pub fn fired(&self) -> u64 {
        self.0.lock().fired
    }

    fn stop(&self) {
        self.0.lock().has_stopped = true;
    }

    /// What happens to this transaction.
    fn next(&self) -> Result<Option<Fault>, StorageError> {
        let mut armed = self.0.lock();
        if armed.has_stopped {
            return Err(StorageError::unavailable("the process has ended"));
        }
        match armed.next {
            None => Ok(None),
            Some((0, fault)) => {
                armed.next = None;
                armed.fired += 1;
                Ok(Some(fault))
            }
            Some((after, fault)) => {
                armed.next = Some((after - 1, fault));
                Ok(None)
            }
        }
    }
}

/// The memory of a process that outlives its ledger: what a disk is to the store in memory.
#[derive(Debug, Clone, Default)]
pub struct Memory(MemoryStore);

impl Ledger {
    /// Opens a ledger in a file, over storage that fails as the switch says.
    ///
    /// # Errors
    /// As [`Ledger::open_sqlite`].
    pub fn open_sqlite_with_faults(path: &Path, clock: Clock, faults: &Faults) -> Result<Self, OpenError> {
        let (inner, reader) = SqliteStore::open(path)?;
        Self::start(Faulty::new(inner, faults), Arc::new(reader), clock)
            .map_err(|source| OpenError::Storage { path: path.to_owned(), source })
    }

    /// Opens a ledger in a PostgreSQL database, over storage that fails as the switch says.
    ///
    /// # Errors
    /// As [`Ledger::open_postgres`].
    pub fn open_postgres_with_faults(address: &str, clock: Clock, faults: &Faults) -> Result<Self, OpenError> {
        // A database keeps the trouble that a process before this one was brought into.
        let between = |store| Faulty { is_troubled: true, ..Faulty::new(store, faults) };
        // One writer: its trouble is armed in the database, where it would meet another's transactions as well.
        Self::open_postgres_behind(address, clock, 1, between)
    }

    /// Opens a ledger in memory, over storage that fails as the switch says.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn open_memory_with_faults(memory: &Memory, clock: Clock, faults: &Faults) -> Result<Self, StorageError> {
        Self::start(Faulty::new(memory.0.clone(), faults), Arc::new(memory.0.clone()), clock)
    }
}

/// A store that can be brought into a trouble of its own kind.
pub(crate) trait Troubled: Store {
    /// Until the next call, everything meets that trouble; none of it when there is none.
    fn fall_into(&mut self, trouble: Option<Fault>) -> Result<(), StorageError>;
}

impl Troubled for MemoryStore {
    /// Memory has no trouble of its own.
    fn fall_into(&mut self, _trouble: Option<Fault>) -> Result<(), StorageError> {
        Ok(())
    }
}

impl Troubled for SqliteStore {
    fn fall_into(&mut self, trouble: Option<Fault>) -> Result<(), StorageError> {
        let connection = self.connection()?;
        // A bound below the present size is taken as the present size.
        let pages_max = if trouble == Some(Fault::Full) { 1 } else { u32::MAX - 1 };
        connection.pragma_update_and_check(None, "max_page_count", pages_max, |_| Ok(()))?;
        let steps = if let Some(Fault::Interrupted { steps }) = trouble { i32::from(steps) } else { 0 };
        Ok(connection.progress_handler(steps, (steps > 0).then_some(|| true))?)
    }
}

/// A store behind a switch for faults.
struct Faulty<S> {
    inner: S,
    faults: Faults,
    is_troubled: bool,
}

impl<S: Troubled> Faulty<S> {
    fn new(inner: S, faults: &Faults) -> Self {
        Self { inner, faults: faults.clone(), is_troubled: false }
    }

    fn fall_into(&mut self, trouble: Option<Fault>) -> Result<(), StorageError> {
        if trouble.is_some() || self.is_troubled {
            self.inner.fall_into(trouble)?;
            self.is_troubled = trouble.is_some();
        }
        Ok(())
    }
}

impl<S: Troubled> Store for Faulty<S> {
    const IS_SHARED: bool = S::IS_SHARED;

    fn last_moment(&mut self) -> Result<Option<Timestamp>, StorageError> {
        self.inner.last_moment()
    }

    fn transact(&mut self, touched: &Touched, decide: &mut dyn FnMut(Loaded) -> Writes) -> Result<(), StorageError> {
        let fault = self.faults.next()?;
        self.fall_into(None)?;
        let mut forget = |loaded| {
            drop(decide(loaded));
            Writes::default()
        };
        match fault {
            None => self.inner.transact(touched, decide),
            Some(Fault::Refused) => Err(StorageError::unavailable("storage does not answer")),
            Some(Fault::Full | Fault::Interrupted { .. }) => {
                self.fall_into(fault)?;
                self.inner.transact(touched, decide)
            }
            Some(Fault::LostAtCommit) => {
                self.inner.transact(touched, &mut forget)?;
                Err(StorageError::unavailable("the commit failed"))
            }
            // As a panic, without its message: it is no bug of ours.
            Some(Fault::Panics) => resume_unwind(Box::new("the store panics")),
            Some(Fault::StopsBefore) => {
                self.faults.stop();
                Err(StorageError::unavailable("the process ends"))
            }
            Some(Fault::StopsAfter) => {
                self.inner.transact(touched, decide)?;
                self.faults.stop();
                Err(StorageError::unavailable("the process ends"))
            }
            Some(Fault::Lies) => self.inner.transact(touched, &mut forget),
        }
    }

    fn probe(&mut self) -> Result<(), StorageError> {
        self.fall_into(None)?;
        self.inner.probe()
    }
}
