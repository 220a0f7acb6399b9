//! Reads beside the writer: each read has a connection to itself, and sees everything that was acknowledged before it began.

use std::path::{Path, PathBuf};

use credits::decide::{Balance, Entry, Hold};
use credits::{AccountId, HoldId, Timestamp};
use parking_lot::Mutex;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::connection::open_for_reading;
use super::load;
use super::rows::{self, version_to_sql};
use crate::StorageError;
use crate::store::{Overdue, Reader};

/// An account's entries below a version, newest first.
const ENTRIES: &str =
    "SELECT account, version, at, kind, available_delta, held_delta, hold, source, note, lot FROM entries
     WHERE account = ?1 AND version < ?2 ORDER BY version DESC LIMIT ?3";

/// Active holds whose time has come, after a given one, in the order of the index of active holds.
const OVERDUE: &str = "SELECT expires_at, account, hold FROM holds
     WHERE state = 'active' AND expires_at <= ?1 AND (expires_at, account, hold) > (?2, ?3, ?4)
     ORDER BY expires_at, account, hold LIMIT ?5";

/// Accounts with lots whose time is over, after a given one.
const LAPSING: &str = "SELECT DISTINCT account FROM lots
     WHERE is_open = 1 AND expires_at IS NOT NULL AND expires_at <= ?1 AND account > ?2 ORDER BY account LIMIT ?3";

/// Connections that only read. As many as reads at once, which the ledger's handle bounds.
pub(crate) struct SqliteReader {
    path: PathBuf,
    /// `None` after the end: a read that is still under way closes its connection itself.
    idle: Mutex<Option<Vec<Connection>>>,
}

impl SqliteReader {
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Mutex::new(Some(Vec::new())) }
    }

    /// Reads with an idle connection or a new one. After an error the connection is not used again.
    fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StorageError>) -> Result<T, StorageError> {
        let idle = self.idle.lock().as_mut().and_then(Vec::pop);
        let connection = match idle {
            Some(connection) => connection,
            None => open_for_reading(&self.path)?,
        };
        let found = read(&connection)?;
        if let Some(idle) = self.idle.lock().as_mut() {
            idle.push(connection);
        }
        Ok(found)
    }
}

impl Reader for SqliteReader {
    fn balance(&self, account: AccountId) -> Result<Balance, StorageError> {
        self.read(|connection| Ok(load::balance(connection, account)?.unwrap_or_default()))
    }

    fn hold(&self, account: AccountId, hold: HoldId) -> Result<Option<Hold>, StorageError> {
        self.read(|connection| load::hold(connection, (account, hold)))
    }

    fn entries(
        &self,
        account: AccountId,
        before_version: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Entry>, StorageError> {
        let before = before_version.map_or(Ok(i64::MAX), version_to_sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|connection| {
            let mut statement = connection.prepare_cached(ENTRIES)?;
            let mut found = statement.query(params![account.0.as_bytes(), before, limit])?;
            let mut entries = Vec::new();
            while let Some(row) = found.next()? {
                entries.push(rows::entry(row)?);
            }
            Ok(entries)
        })
    }

    fn overdue(&self, at: Timestamp, after: Option<Overdue>, limit: usize) -> Result<Vec<Overdue>, StorageError> {
        let nil =
            Overdue { expires_at: Timestamp(i64::MIN), account: AccountId(Uuid::nil()), hold: HoldId(Uuid::nil()) };
        let after = after.unwrap_or(nil);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|connection| {
            let mut statement = connection.prepare_cached(OVERDUE)?;
            let (account, hold) = (after.account.0.as_bytes(), after.hold.0.as_bytes());
            let mut found = statement.query(params![at.0, after.expires_at.0, account, hold, limit])?;
            let mut overdue = Vec::new();
            while let Some(row) = found.next()? {
                let (account, hold) = (rows::account(row, 1)?, rows::hold_id(row, 2)?);
                overdue.push(Overdue { expires_at: rows::timestamp(row, 0)?, account, hold });
            }
            Ok(overdue)
        })
    }

    fn lapsing(&self, at: Timestamp, after: Option<AccountId>, limit: usize) -> Result<Vec<AccountId>, StorageError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        // Nobody's account has the nil id: it sorts before all others.
        let after = after.unwrap_or(AccountId(Uuid::nil()));
        self.read(|connection| {
            let mut statement = connection.prepare_cached(LAPSING)?;
            let mut found = statement.query(params![at.0, after.0.as_bytes(), limit])?;
            let mut accounts = Vec::new();
            while let Some(row) = found.next()? {
                accounts.push(rows::account(row, 0)?);
            }
            Ok(accounts)
        })
    }

    fn close(&self) {
        drop(self.idle.lock().take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::SqliteStore;

    #[test]
    fn entries_and_overdue_holds_are_found_by_a_key_and_not_by_a_walk_through_a_table() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let (_store, _reader) = SqliteStore::open(&path).unwrap();
        let connection = open_for_reading(&path).unwrap();
        let plan = |sql: &str| -> Vec<String> {
            let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let parameters = statement.parameter_count();
            let nothing = rusqlite::params_from_iter(std::iter::repeat_n(0, parameters));
            statement.query_map(nothing, |row| row.get(3)).unwrap().map(Result::unwrap).collect()
        };
        assert_eq!(
            plan(OVERDUE),
            [
                "SEARCH holds USING COVERING INDEX holds_active_by_expiry ((expires_at,account,hold)>(?,?,?) AND expires_at<?)"
            ]
        );
        assert_eq!(plan(ENTRIES), ["SEARCH entries USING PRIMARY KEY (account=? AND version<?)"]);
    }
}
