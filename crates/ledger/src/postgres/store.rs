//! A writer's side: one connection, one transaction a batch, repeated when somebody else was in the way.

use std::time::Duration;

use credits::Timestamp;

use super::address::Server;
use super::connection::Connection;
use super::failure::Failure;
use super::load::begin_and_load;
use super::rows;
use super::statements::{COMMIT, LAST_MOMENT, OF_THE_WRITER, PROBE, ROLLBACK, SESSION};
use super::watchers::OwnSession;
use super::write::write;
use crate::StorageError;
use crate::store::{Loaded, Store, Touched, Writes};

/// How often a batch is tried when other transactions are in the way. Batches lock in one order, so that it is somebody else's doing.
const CONFLICT_ATTEMPTS_MAX: u32 = 6;

/// How often a batch begins anew on a new connection after it lost one.
const RECONNECTIONS_MAX: u32 = 2;

/// How long a batch waits before it is tried again: that, then twice that, and so on.
const FIRST_WAIT: Duration = Duration::from_millis(5);

/// The writer's connection.
pub(crate) struct PostgresStore {
    server: Server,
    /// `None` after a failure: the next call connects again.
    connection: Option<Connection>,
    own: OwnSession,
    /// Whether the connection breaks after the next commit, before its answer is here: for the simulation.
    loses_answer: bool,
}

impl PostgresStore {
    /// Connects. The schema must be there.
    pub(super) fn open(server: &Server, own: OwnSession) -> Result<Self, StorageError> {
        let mut store = Self { server: server.clone(), connection: None, own, loses_answer: false };
        store.connection = Some(store.connect()?);
        Ok(store)
    }

    /// Has the connection break after the next commit, before its answer is here.
    pub fn lose_next_answer(&mut self, is_lost: bool) {
        self.loses_answer = is_lost;
    }

    /// Does something else in the database than a ledger does.
    pub fn control(&mut self, sql: &str) -> Result<(), StorageError> {
        self.persist(|connection| connection.run(async |session| session.control(sql).await))
    }

    fn connect(&self) -> Result<Connection, Failure> {
        let connection = Connection::open_prepared(&self.server, &OF_THE_WRITER)?;
        let found = connection.run(async |session| session.query(SESSION, &[]).await)?;
        if let Some(row) = found.first() {
            self.own.begin(rows::get(row, 0)?);
        }
        Ok(connection)
    }

    /// Does something with the connection, which is kept if it can be used again: not in the middle of a transaction, not after it was
    /// lost, and not where another server may do what this one does not.
    fn attempt<T>(&mut self, work: impl FnOnce(&Connection) -> Result<T, Failure>) -> Result<T, Failure> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            // Not repeated: a server that is not there keeps nobody waiting more than once.
            None => self.connect().map_err(|failure| Failure::Storage(failure.into()))?,
        };
        let result = work(&connection);
        let may_stay = match &result {
            Ok(_) => true,
            Err(Failure::Conflict(_)) => is_rolled_back(&connection),
            Err(Failure::Storage(error)) => error.is_damaged() && is_rolled_back(&connection),
            Err(Failure::Lost(_)) => false,
        };
        if may_stay {
            self.connection = Some(connection);
        } else {
            self.own.end();
        }
        result
    }

    /// Does something until it is done, or until it was tried often enough.
    ///
    /// It may be repeated even if the connection was lost while it was committed and nobody knows whether it was: the repetition waits for
    /// the locks of the lost session, and then finds either nothing of it, or every key of it, which are answered as they were.
    fn persist<T>(&mut self, mut work: impl FnMut(&Connection) -> Result<T, Failure>) -> Result<T, StorageError> {
        let (mut conflicts, mut reconnections) = (0, 0);
        loop {
            match self.attempt(&mut work) {
                Ok(done) => return Ok(done),
                Err(Failure::Conflict(error)) if conflicts + 1 < CONFLICT_ATTEMPTS_MAX => {
                    tracing::debug!(cause = %error, "another transaction was in the way; trying again");
                    std::thread::sleep(FIRST_WAIT * 2_u32.pow(conflicts));
                    conflicts += 1;
                }
                Err(Failure::Lost(error)) if reconnections < RECONNECTIONS_MAX => {
                    tracing::info!(cause = %error, "the connection to the database was lost; connecting again");
                    std::thread::sleep(FIRST_WAIT * 2_u32.pow(reconnections));
                    reconnections += 1;
                }
                Err(failure) => return Err(failure.into()),
            }
        }
    }
}

/// Whether the transaction is over, so that the next one can begin.
fn is_rolled_back(connection: &Connection) -> bool {
    connection.run(async |session| session.control(ROLLBACK).await).is_ok()
}

impl Store for PostgresStore {
    const IS_SHARED: bool = true;

    fn last_moment(&mut self) -> Result<Option<Timestamp>, StorageError> {
        self.persist(|connection| {
            let found = connection.run(async |session| session.query(LAST_MOMENT, &[]).await)?;
            let last = found.first().map(|row| rows::get::<i64>(row, 0)).transpose()?;
            Ok(last.filter(|last| *last != i64::MIN).map(Timestamp))
        })
    }

    fn transact(&mut self, touched: &Touched, decide: &mut dyn FnMut(Loaded) -> Writes) -> Result<(), StorageError> {
        let mut loses_answer = std::mem::take(&mut self.loses_answer);
        self.persist(|connection| {
            transact(connection, touched, decide)?;
            if std::mem::take(&mut loses_answer) {
                return Err(Failure::Lost(StorageError::unavailable("the answer to a commit was lost")));
            }
            Ok(())
        })
    }

    fn probe(&mut self) -> Result<(), StorageError> {
        // A statement of its own is a transaction of its own.
        self.persist(|connection| connection.run(async |session| session.execute(PROBE, &[]).await).map(drop))
    }
}

fn transact(
    connection: &Connection,
    touched: &Touched,
    decide: &mut dyn FnMut(Loaded) -> Writes,
) -> Result<(), Failure> {
    let loaded = connection.run(async |session| begin_and_load(session, touched).await)?;
    let writes = decide(loaded);
    connection.run(async |session| {
        if writes.is_empty() {
            // Rows that were made as locks go with it.
            return session.control(ROLLBACK).await;
        }
        write(session, &writes).await?;
        session.control(COMMIT).await
    })
}
