//! A database in a file for the crates that keep records beside the ledger: named transactions, one after another, each durable.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use refinery::Runner;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::connection::{close_after_merging, migrate, open_for_writing};
use crate::StorageError;

/// How many transactions may wait. Further callers wait for room.
const QUEUE_TRANSACTIONS_MAX: usize = 1_024;

/// One connection on its own thread. Cheap to clone; when the last clone is dropped, all that was asked is done and the file is closed.
#[derive(Clone)]
pub struct Database {
    shared: Arc<Shared>,
}

struct Shared {
    /// `None` only while the last clone is dropped.
    queue: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Shared {
    /// Waits for the thread, so that everything is on disk and in one file when the last clone is gone.
    fn drop(&mut self) {
        drop(self.queue.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the database's thread ended by a panic");
        }
    }
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
        let thread = std::thread::Builder::new().name("database".to_owned()).spawn(|| work_off(connection, jobs))?;
        Ok(Self { shared: Arc::new(Shared { queue: Some(queue), thread: Some(thread) }) })
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
        let stopped = || StorageError::unavailable("the database's thread has stopped");
        let queue = self.shared.queue.as_ref().ok_or_else(stopped)?;
        queue.send(job).await.map_err(|_| stopped())
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
    close_after_merging(connection);
}

#[cfg(test)]
mod tests {
    use refinery::Migration;

    use super::*;

    fn open(folder: &tempfile::TempDir) -> Database {
        Database::open(&folder.path().join("app.db")).unwrap()
    }

    fn notes(steps: &[(&str, &str)]) -> Runner {
        let steps: Vec<_> = steps.iter().map(|(name, sql)| Migration::unapplied(name, sql).unwrap()).collect();
        Runner::new(&steps)
    }

    const NOTES: (&str, &str) = ("V1__notes", "CREATE TABLE notes (text TEXT NOT NULL) STRICT;");
    const STARS: (&str, &str) = ("V2__stars", "ALTER TABLE notes ADD COLUMN stars INTEGER NOT NULL DEFAULT 0;");

    async fn with_notes(folder: &tempfile::TempDir) -> Database {
        let database = open(folder);
        database.migrate("notes_migrations", notes(&[NOTES])).await.unwrap();
        database
    }

    async fn write(database: &Database, text: &'static str) -> Result<(), StorageError> {
        database
            .run("write_note", move |transaction| {
                transaction.execute("INSERT INTO notes (text) VALUES (?1)", [text])?;
                Ok(())
            })
            .await
    }

    async fn count(database: &Database) -> i64 {
        let count = |transaction: &Transaction<'_>| {
            Ok::<_, StorageError>(transaction.query_row("SELECT count(*) FROM notes", [], |row| row.get(0))?)
        };
        database.run("count_notes", count).await.unwrap()
    }

    #[tokio::test]
    async fn a_connection_is_set_so_that_a_commit_is_durable() {
        let folder = tempfile::tempdir().unwrap();
        let settings = open(&folder)
            .run("settings", |transaction| {
                let number = |name| transaction.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
                let mode: String = transaction.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
                Ok::<_, StorageError>((mode, number("synchronous")?, number("foreign_keys")?, number("fullfsync")?))
            })
            .await
            .unwrap();
        // synchronous 2 is FULL.
        assert_eq!(settings, ("wal".to_owned(), 2, 1, 1));
    }

    #[tokio::test]
    async fn what_was_committed_is_there_for_the_next_one_who_opens_the_file() {
        let folder = tempfile::tempdir().unwrap();
        write(&with_notes(&folder).await, "kept").await.unwrap();
        assert_eq!(count(&with_notes(&folder).await).await, 1);
    }

    #[tokio::test]
    async fn when_the_last_clone_is_gone_the_file_alone_has_everything_though_somebody_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let database = with_notes(&folder).await;
        write(&database, "kept").await.unwrap();
        let reader = Connection::open(folder.path().join("app.db")).unwrap();
        let notes = |file: &Connection| file.query_row("SELECT count(*) FROM notes", [], |row| row.get::<_, i64>(0));
        assert_eq!(notes(&reader), Ok(1));
        drop(database);
        let copy = folder.path().join("copy.db");
        std::fs::copy(folder.path().join("app.db"), &copy).unwrap();
        assert_eq!(notes(&Connection::open(copy).unwrap()), Ok(1));
    }

    #[tokio::test]
    async fn a_transaction_that_returns_an_error_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let database = with_notes(&folder).await;
        let refused: Result<(), StorageError> = database
            .run("refuse", |transaction| {
                transaction.execute("INSERT INTO notes (text) VALUES ('half')", [])?;
                Err(StorageError::unavailable("changed my mind"))
            })
            .await;
        assert_eq!(refused.unwrap_err().to_string(), "changed my mind");
        assert_eq!(count(&database).await, 0);
    }

    #[tokio::test]
    async fn a_transaction_that_panics_leaves_nothing_and_the_next_one_works() {
        let folder = tempfile::tempdir().unwrap();
        let database = with_notes(&folder).await;
        let panicked: Result<(), StorageError> = database
            .run("panic", |transaction| {
                transaction.execute("INSERT INTO notes (text) VALUES ('half')", [])?;
                panic!("a bug in the work")
            })
            .await;
        assert!(panicked.unwrap_err().to_string().contains("panic"));
        assert_eq!(count(&database).await, 0);
        write(&database, "next").await.unwrap();
        assert_eq!(count(&database).await, 1);
    }

    #[tokio::test]
    async fn transactions_do_not_interleave() {
        let folder = tempfile::tempdir().unwrap();
        let database = with_notes(&folder).await;
        let add_if_even = |transaction: &Transaction<'_>| {
            let count: i64 = transaction.query_row("SELECT count(*) FROM notes", [], |row| row.get(0))?;
            transaction.execute("INSERT INTO notes (text) VALUES (?1)", [count.to_string()])?;
            Ok::<_, StorageError>(count)
        };
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let database = database.clone();
                tokio::spawn(async move { database.run("add", add_if_even).await.unwrap() })
            })
            .collect();
        let mut seen = Vec::new();
        for task in tasks {
            seen.push(task.await.unwrap());
        }
        seen.sort_unstable();
        assert_eq!(seen, (0..50).collect::<Vec<i64>>());
    }

    #[tokio::test]
    async fn migrations_run_once_each_and_each_crate_has_its_own_history() {
        let folder = tempfile::tempdir().unwrap();
        let database = with_notes(&folder).await;
        write(&database, "old").await.unwrap();
        database.migrate("notes_migrations", notes(&[NOTES, STARS])).await.unwrap();
        database.migrate("notes_migrations", notes(&[NOTES, STARS])).await.unwrap();
        let other = ("V1__other", "CREATE TABLE other (n INTEGER NOT NULL) STRICT;");
        database.migrate("other_migrations", notes(&[other])).await.unwrap();
        assert_eq!(count(&database).await, 1);
    }

    #[tokio::test]
    async fn a_schema_newer_than_known_and_a_changed_step_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let database = open(&folder);
        database.migrate("notes_migrations", notes(&[NOTES, STARS])).await.unwrap();
        let newer = database.migrate("notes_migrations", notes(&[NOTES])).await.unwrap_err();
        assert!(newer.is_newer(), "{newer}");
        let changed = ("V1__notes", "CREATE TABLE notes (words TEXT NOT NULL) STRICT;");
        let damaged = database.migrate("notes_migrations", notes(&[changed, STARS])).await.unwrap_err();
        assert!(damaged.is_damaged(), "{damaged}");
    }

    #[tokio::test]
    async fn a_failed_step_leaves_the_schema_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let database = open(&folder);
        let broken = ("V2__broken", "CREATE TABLE half (n INTEGER); CREATE TABLE;");
        assert!(database.migrate("notes_migrations", notes(&[NOTES, broken])).await.is_err());
        // Neither step was done, so that the first one can be done now.
        database.migrate("notes_migrations", notes(&[NOTES])).await.unwrap();
        assert_eq!(count(&database).await, 0);
    }
}
