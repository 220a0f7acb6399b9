//! The ledger's store in a file: one connection that writes, a lock that keeps it the only one, connections that read.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use credits::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::connection::{close_after_merging, open_for_writing, reopen_for_writing};
use super::load::load;
use super::read::SqliteReader;
use super::schema::bring_up_to_date;
use super::write::write;
use crate::store::{Loaded, Store, Touched, Writes};
use crate::{OpenError, StorageError};

/// As much as a command may write: eight pages. Random, because pages that do not change are not written.
const PROBE: &str = "INSERT INTO write_probe (only_row, filler) VALUES (1, randomblob(32768))
     ON CONFLICT (only_row) DO UPDATE SET filler = excluded.filler";

/// The writer's connection.
pub(crate) struct SqliteStore {
    path: PathBuf,
    /// `None` after an input or output error: the next call opens the file again. Dropped before the lock.
    connection: Option<Connection>,
    /// Held as long as the store lives; the operating system frees it even after a crash.
    _lock: File,
}

impl SqliteStore {
    /// Takes the lock, opens the file, and brings its schema up to date.
    pub fn open(path: &Path) -> Result<(Self, SqliteReader), OpenError> {
        let storage = |source: StorageError| OpenError::Storage { path: path.to_owned(), source };
        let lock_path = lock_path(path);
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(|error| storage(error.into()))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse { lock: lock_path }),
            Err(TryLockError::Error(error)) => return Err(storage(error.into())),
        }
        let mut connection = open_for_writing(path).map_err(storage)?;
        bring_up_to_date(&mut connection).map_err(storage)?;
        let store = Self { path: path.to_owned(), connection: Some(connection), _lock: lock };
        Ok((store, SqliteReader::new(path)))
    }

    /// The connection, opened again if it was given up. Never makes a file: a ledger that vanished must not begin anew.
    pub fn connection(&mut self) -> Result<&mut Connection, StorageError> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => reopen_for_writing(&self.path)?,
        };
        Ok(self.connection.insert(connection))
    }

    /// Forgets the connection, so that the next call opens the file again.
    pub fn give_up_connection(&mut self) {
        self.connection = None;
    }

    /// Does something with the connection, and gives the connection up when a new one may do what this one could not.
    fn with_connection(
        &mut self,
        work: impl FnOnce(&mut Connection) -> Result<(), StorageError>,
    ) -> Result<(), StorageError> {
        let result = self.connection().and_then(work);
        if result.as_ref().is_err_and(StorageError::may_be_cured_by_reopening) {
            self.give_up_connection();
        }
        result
    }
}

impl Drop for SqliteStore {
    /// The lock is freed after this.
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            close_after_merging(connection);
        }
    }
}

/// The lock file beside a ledger's file.
fn lock_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

impl Store for SqliteStore {
    fn last_moment(&mut self) -> Result<Option<Timestamp>, StorageError> {
        let last = self.connection()?.query_row("SELECT at FROM last_batch", [], |row| row.get(0)).optional()?;
        Ok(last.map(Timestamp))
    }

    fn transact(&mut self, touched: &Touched, decide: &mut dyn FnMut(Loaded) -> Writes) -> Result<(), StorageError> {
        self.with_connection(|connection| transact(connection, touched, decide))
    }

    fn probe(&mut self) -> Result<(), StorageError> {
        // A statement of its own is a transaction of its own.
        self.with_connection(|connection| Ok(connection.prepare_cached(PROBE)?.execute([]).map(drop)?))
    }
}

/// Dropped without a commit, the transaction is rolled back.
fn transact(
    connection: &mut Connection,
    touched: &Touched,
    decide: &mut dyn FnMut(Loaded) -> Writes,
) -> Result<(), StorageError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let writes = decide(load(&transaction, touched)?);
    if !writes.is_empty() {
        write(&transaction, &writes)?;
    }
    transaction.commit()?;
    Ok(())
}
