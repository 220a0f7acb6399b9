//! A database for the crates that keep records beside the ledger: named transactions, one after another, each durable. In a file or in
//! PostgreSQL, with the same statements.

mod engine;
mod heard;
mod migrations;
mod postgres;
mod row;
mod sqlite;
mod statement;
mod transaction;
mod value;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;

use tokio::sync::{broadcast, mpsc, oneshot};

use crate::postgres::{Listener, Server, on_a_thread};
use crate::{Ids, OpenError, StorageError};
use engine::{Access, Engine};
use heard::{Ear, Origin};

pub use heard::Heard;
pub use migrations::{Migrations, Step};
pub use row::{Row, unreadable};
pub use statement::Parameters;
pub use transaction::Transaction;
pub use value::{FromValue, ToValue, Value};

/// How many transactions may wait. Further callers wait for room.
const QUEUE_TRANSACTIONS_MAX: usize = 1_024;

/// How many reads of a shared database are under way at once.
const READING_LINES: usize = 3;

/// The records' database. Cheap to clone; when the last clone is dropped, all that was asked is done and everything is closed.
#[derive(Clone)]
pub struct Database {
    shared: Arc<Shared>,
}

struct Shared {
    writing: Line,
    /// Lines of their own where reading need not wait for writing; used in turn.
    reading: Vec<Line>,
    next_reading: AtomicUsize,
    ear: Arc<Ear>,
    /// Where there are others to listen to.
    listener: Option<Listener>,
}

/// A connection on its own thread, and who waits for it.
struct Line {
    /// `None` only while it is dropped.
    queue: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

/// Something to do with the connection; answers its caller itself.
type Job = Box<dyn FnOnce(&mut dyn Engine) + Send>;

impl Line {
    fn start(engine: Box<dyn Engine + Send>) -> Result<Self, StorageError> {
        let (queue, jobs) = mpsc::channel(QUEUE_TRANSACTIONS_MAX);
        let thread = std::thread::Builder::new().name("database".to_owned()).spawn(|| work_off(engine, jobs))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    async fn send(&self, job: Job) -> Result<(), StorageError> {
        let stopped = || StorageError::unavailable("the database's thread has stopped");
        let queue = self.queue.as_ref().ok_or_else(stopped)?;
        queue.send(job).await.map_err(|_| stopped())
    }
}

impl Drop for Line {
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

impl Database {
    /// Opens the file, making it if there is none.
    ///
    /// # Errors
    /// When it cannot be opened or written, or is no database.
    pub fn open_sqlite(path: &Path) -> Result<Self, StorageError> {
        let writing = Line::start(Box::new(sqlite::Sqlite::open(path)?))?;
        // Nobody else is told anything, so that it does not matter what it would be called.
        let ear = Ear::new(Origin::new(0));
        Ok(Self {
            shared: Arc::new(Shared {
                writing,
                reading: Vec::new(),
                next_reading: AtomicUsize::new(0),
                ear,
                listener: None,
            }),
        })
    }

    /// Opens a database of PostgreSQL by its address, as in `postgresql://user@host/database`. Other processes may use it at the same time.
    ///
    /// # Errors
    /// When the address is none, and when the database cannot be reached.
    pub fn open_postgres(address: &str, ids: &Ids) -> Result<Self, OpenError> {
        let server = Server::at(address)?;
        let origin = Origin::new(u128::from_be_bytes(ids.bytes()));
        let opened = on_a_thread(|| Self::open_server(&server, origin));
        opened.map_err(|source| OpenError::Database { database: server.to_string(), source })
    }

    fn open_server(server: &Server, origin: Origin) -> Result<Self, StorageError> {
        let open = || Ok::<_, StorageError>(Box::new(postgres::Postgres::open(server, origin.clone())?));
        let writing = Line::start(open()?)?;
        let reading = (0..READING_LINES).map(|_| Line::start(open()?)).collect::<Result<_, _>>()?;
        let ear = Ear::new(origin.clone());
        let listener = Some(ear.open(server)?);
        Ok(Self { shared: Arc::new(Shared { writing, reading, next_reading: AtomicUsize::new(0), ear, listener }) })
    }

    /// Whether other processes may use it at the same time.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.shared.listener.is_some()
    }

    /// What other processes tell from now on, by [`Transaction::tell`].
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Heard> {
        self.shared.ear.listen()
    }

    /// Brings a crate's part of the schema up to date.
    ///
    /// # Errors
    /// When a newer version of the program has been here, when a step that was done is not the one known, and when a step fails.
    pub async fn migrate(&self, migrations: Migrations) -> Result<(), StorageError> {
        let (reply, answer) = oneshot::channel();
        let job = move |engine: &mut dyn Engine| drop(reply.send(engine.migrate(migrations)));
        self.shared.writing.send(Box::new(job)).await?;
        answer.await.map_err(|_| StorageError::unavailable(format!("{}: the migration panicked", migrations.table)))?
    }

    /// Runs `work` in one transaction that no other can interleave with. It is committed durably before this returns `Ok`, and rolled back
    /// when `work` returns an error or panics. The name is for logs. A caller who stops waiting does not stop the transaction.
    ///
    /// # Errors
    /// Whatever `work` returns, and what storage says about beginning and committing. Over PostgreSQL a connection may be lost just when
    /// it was told to commit: then nobody knows whether it was done, and it has to be asked again in a way that does it once.
    pub async fn run<T, E>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        Self::transact(&self.shared.writing, Access::Write, name, work).await
    }

    /// Runs `work`, which only reads, on what is there at one moment: everything that was acknowledged before this was called.
    ///
    /// # Errors
    /// As [`Database::run`]; writing is an error.
    pub async fn read<T, E>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        Self::transact(self.reading_line(), Access::Read, name, work).await
    }

    /// Tells the other processes on this database something that is not written, by way of [`Transaction::tell`].
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn tell(&self, topic: &'static str, words: String) -> Result<(), StorageError> {
        Self::transact(self.reading_line(), Access::Tell, topic, move |transaction| transaction.tell(topic, &words))
            .await
    }

    fn reading_line(&self) -> &Line {
        let turn = self.shared.next_reading.fetch_add(1, Ordering::Relaxed);
        let lines = &self.shared.reading;
        turn.checked_rem(lines.len()).and_then(|turn| lines.get(turn)).unwrap_or(&self.shared.writing)
    }

    async fn transact<T, E>(
        line: &Line,
        access: Access,
        name: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = move |engine: &mut dyn Engine| {
            let result = do_once(engine, access, work);
            if result.is_err() {
                tracing::debug!(transaction = name, "rolled back");
            }
            drop(reply.send(result));
        };
        line.send(Box::new(job)).await?;
        answer.await.map_err(|_| StorageError::unavailable(format!("the transaction {name} panicked")))?
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Database").finish_non_exhaustive()
    }
}

/// What `work` says, if the engine could begin, and could keep what `work` wanted kept.
fn do_once<T, E: From<StorageError>>(
    engine: &mut dyn Engine,
    access: Access,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let (mut work, mut said) = (Some(work), None);
    let transacted = engine.transact(access, &mut |transaction| {
        said = work.take().map(|work| work(transaction));
        matches!(said, Some(Ok(_)))
    });
    match (said, transacted) {
        (Some(Err(refused)), _) => Err(refused),
        (_, Err(error)) => Err(error.into()),
        (Some(Ok(done)), Ok(())) => Ok(done),
        (None, Ok(())) => Err(StorageError::unavailable("a transaction did nothing").into()),
    }
}

/// The connection's thread. A panic ends its own transaction and nobody else's.
fn work_off(mut engine: Box<dyn Engine + Send>, mut jobs: mpsc::Receiver<Job>) {
    while let Some(job) = jobs.blocking_recv() {
        if catch_unwind(AssertUnwindSafe(|| job(&mut *engine))).is_err() {
            tracing::error!("a transaction panicked and was rolled back");
        }
    }
    engine.close();
}
