//! The readers' side: each read has a connection to itself, and sees everything that was acknowledged before it began.

use credits::decide::{Balance, Entry, Hold};
use credits::{AccountId, HoldId, Timestamp};
use parking_lot::Mutex;
use tokio_postgres::Row;
use uuid::Uuid;

use super::address::Server;
use super::connection::{Connection, Parameters};
use super::failure::Failure;
use super::listener::Listener;
use super::rows;
use super::statements::{BALANCE, ENTRIES, HOLDS, LAPSING, OF_READERS, OVERDUE};
use crate::StorageError;
use crate::store::columns::version_to_sql;
use crate::store::{Overdue, Reader};

/// Connections that only read. As many as reads at once, which the ledger's handle bounds.
pub(crate) struct PostgresReader {
    server: Server,
    /// `None` after the end: a read that is still under way closes its connection itself.
    idle: Mutex<Option<Vec<Connection>>>,
    listener: Mutex<Option<Listener>>,
}

impl PostgresReader {
    pub(super) fn new(server: &Server, listener: Listener) -> Self {
        let (idle, listener) = (Mutex::new(Some(Vec::new())), Mutex::new(Some(listener)));
        Self { server: server.clone(), idle, listener }
    }

    /// Reads over an idle connection. One that was lost while nobody used it, with all others that were idle then, is replaced: reading
    /// twice does no harm.
    fn read(&self, sql: &'static str, parameters: Parameters<'_>) -> Result<Vec<Row>, StorageError> {
        loop {
            let idle = self.idle.lock().as_mut().and_then(Vec::pop);
            let was_idle = idle.is_some();
            let connection = match idle {
                Some(connection) => connection,
                None => Connection::open_prepared(&self.server, &OF_READERS)?,
            };
            match connection.run(async |session| session.query(sql, parameters).await) {
                Ok(found) => {
                    if let Some(idle) = self.idle.lock().as_mut() {
                        idle.push(connection);
                    }
                    return Ok(found);
                }
                // Each turn uses up an idle connection, so that this comes to an end.
                Err(Failure::Lost(error)) if was_idle => {
                    tracing::debug!(cause = %error, "an idle connection was lost");
                }
                Err(failure) => return Err(failure.into()),
            }
        }
    }
}

impl Reader for PostgresReader {
    fn balance(&self, account: AccountId) -> Result<Balance, StorageError> {
        let found = self.read(BALANCE, &[&account.0])?;
        found.first().map_or_else(|| Ok(Balance::default()), |row| rows::balance(row, 0))
    }

    fn hold(&self, account: AccountId, hold: HoldId) -> Result<Option<Hold>, StorageError> {
        let found = self.read(HOLDS, &[&[account.0].as_slice(), &[hold.0].as_slice()])?;
        found.first().map(rows::hold).transpose()
    }

    fn entries(
        &self,
        account: AccountId,
        before_version: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Entry>, StorageError> {
        let before = before_version.map_or(Ok(i64::MAX), version_to_sql)?;
        self.read(ENTRIES, &[&account.0, &before, &bound(limit)])?.iter().map(rows::entry).collect()
    }

    fn overdue(&self, at: Timestamp, after: Option<Overdue>, limit: usize) -> Result<Vec<Overdue>, StorageError> {
        let nil =
            Overdue { expires_at: Timestamp(i64::MIN), account: AccountId(Uuid::nil()), hold: HoldId(Uuid::nil()) };
        let after = after.unwrap_or(nil);
        let after: Parameters<'_> = &[&at.0, &after.expires_at.0, &after.account.0, &after.hold.0, &bound(limit)];
        let overdue = |row: &Row| {
            let (account, hold) = (rows::account(row, 1)?, rows::hold_id(row, 2)?);
            Ok(Overdue { expires_at: rows::timestamp(row, 0)?, account, hold })
        };
        self.read(OVERDUE, after)?.iter().map(overdue).collect()
    }

    fn lapsing(&self, at: Timestamp, after: Option<AccountId>, limit: usize) -> Result<Vec<AccountId>, StorageError> {
        // Nobody's account has the nil id: it sorts before all others.
        let after = after.unwrap_or(AccountId(Uuid::nil()));
        let found = self.read(LAPSING, &[&at.0, &after.0, &bound(limit)])?;
        found.iter().map(|row| rows::account(row, 0)).collect()
    }

    fn close(&self) {
        drop(self.listener.lock().take());
        drop(self.idle.lock().take());
    }
}

fn bound(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
