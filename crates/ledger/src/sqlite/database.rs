//! A database in a file for the crates that keep records beside the ledger: named transactions, one after another, each durable.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use refinery::Runner;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::connection::{migrate, open_for_writing};
use crate::StorageError;

/// How many transactions may wait. Further callers wait for room.
const QUEUE_TRANSACTIONS_MAX: usize = 1_024;

/// One connection on its own thread. Cheap to clone; the thread ends with the last clone.
#[derive(Clone)]
pub struct Database {
    queue: mpsc::Sender<Job>,
}

/// Something to do with the connection; answers its caller itself.
type Job = Box<dyn FnOnce(&mut Connection) + Send>;

impl Database {
    /// Opens the file, making it if there is none.
    ///
    /// # Errors
    /// When it cannot be opened or written, or is no database.
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        let connection = open_for_writing(path)?;
        let (queue, jobs) = mpsc::channel(QUEUE_TRANSACTIONS_MAX);
        std::thread::Builder::new().name("database".to_owned()).spawn(|| work_off(connection, jobs))?;
        Ok(Self { queue })
    }

    /// Brings a crate's part of the schema up to date. Each crate has a `table` of its own for what was done: `studio_migrations`.
    ///
    /// # Errors
    /// When a newer version of the program has been here, when a step that was done is not the one known, and when a step fails.
    pub async fn migrate(&self, table: &'static str, runner: Runner) -> Result<(), StorageError> {
        let (reply, answer) = oneshot::channel();
        self.send(Box::new(move |connection| drop(reply.send(migrate(connection, table, runner))))).await?;
        answer.await.map_err(|_| StorageError::unavailable(format!("{table}: the migration panicked")))?
    }

    /// Runs `work` in one transaction that no other can interleave with. It is committed durably before this returns `Ok`, and rolled back
    /// when `work` returns an error or panics. The name is for logs. A caller who stops waiting does not stop the transaction.
    ///
    /// # Errors
    /// Whatever `work` returns, and what storage says about beginning and committing.
    pub async fn run<T, E>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + From<rusqlite::Error> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = move |connection: &mut Connection| {
            let result = transact(connection, work);
            if result.is_err() {
                tracing::debug!(transaction = name, "rolled back");
            }
            drop(reply.send(result));
        };
        self.send(Box::new(job)).await?;
        answer.await.map_err(|_| StorageError::unavailable(format!("the transaction {name} panicked")))?
    }

    async fn send(&self, job: Job) -> Result<(), StorageError> {
        self.queue.send(job).await.map_err(|_| StorageError::unavailable("the database's thread has stopped"))
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Database").finish_non_exhaustive()
    }
}

/// Takes the lock for writing at once: a transaction that reads first and writes later could otherwise be refused half-way.
fn transact<T, E: From<rusqlite::Error>>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Dropped without a commit, a transaction is rolled back: after an error as well as while a panic unwinds.
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}

/// The connection's thread. A panic ends its own transaction and nobody else's.
fn work_off(mut connection: Connection, mut jobs: mpsc::Receiver<Job>) {
    while let Some(job) = jobs.blocking_recv() {
        if catch_unwind(AssertUnwindSafe(|| job(&mut connection))).is_err() {
            tracing::error!("a transaction panicked and was rolled back");
        }
    }
}
