//! A ledger's file as the end of a transfer: read into, line by line.

use std::path::Path;

use credits::decide::{Balance, Chain, Entry};
use credits::{AccountId, Credits, Timestamp};
use rusqlite::{Connection, params};

use super::rows::{self, version_to_sql};
use super::store::SqliteStore;
use crate::transfer::{AccountLine, Inlet, Line};
use crate::{OpenError, StorageError};

/// Writes as the ledger's only writer: a running server would not know of it, and holds the lock.
pub(crate) struct SqliteInlet {
    store: SqliteStore,
    is_in_transaction: bool,
}

impl SqliteInlet {
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Ok(Self { store: SqliteStore::open(path)?.0, is_in_transaction: false })
    }

    /// The connection, in a transaction.
    fn connection(&mut self) -> Result<&Connection, StorageError> {
        let is_begun = std::mem::replace(&mut self.is_in_transaction, true);
        let connection = self.store.connection()?;
        if !is_begun {
            connection.execute_batch("BEGIN IMMEDIATE")?;
        }
        Ok(connection)
    }
}

impl Inlet for SqliteInlet {
    fn known(&mut self, account: AccountId) -> Result<Option<(u64, Chain)>, StorageError> {
        let connection = self.connection()?;
        let mut statement = connection.prepare_cached("SELECT version, chain FROM balances WHERE account = ?1")?;
        let mut found = statement.query(params![account.0.as_bytes()])?;
        found.next()?.map(|row| Ok((rows::version(row, 0)?, rows::chain(row, 1)?))).transpose()
    }

    fn put(&mut self, account: AccountId, line: &Line) -> Result<(), StorageError> {
        let connection = self.connection()?;
        let id = account.0.as_bytes();
        let insert = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> Result<(), StorageError> {
            Ok(connection.prepare_cached(sql)?.execute(values).map(drop)?)
        };
        match line {
            Line::Account(AccountLine { available, held, version, chain, .. }) => insert(
                "INSERT INTO balances (account, available, held, version, chain) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![id, available.get(), held.get(), version_to_sql(*version)?, chain],
            ),
            Line::Lot(lot) => insert(
                "INSERT INTO lots (account, lot, source, amount, remaining, reversed, expires_at, is_open)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?5 > 0)",
                params![
                    id,
                    version_to_sql(lot.id)?,
                    lot.source.as_str(),
                    lot.amount.get(),
                    lot.remaining.get(),
                    lot.reversed.get(),
                    lot.expires_at
                ],
            ),
            Line::Hold(hold) => insert(
                "INSERT INTO holds (account, hold, amount, operation, expires_at, state, ended_at, spent, expired_at, parts)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                params![
                    id,
                    hold.id.as_bytes(),
                    hold.amount.get(),
                    hold.operation,
                    hold.expires_at,
                    hold.state,
                    hold.ended_at,
                    hold.spent.map(Credits::get),
                    hold.expired_at,
                    hold.parts
                ],
            ),
            Line::Key(key) => insert(
                "INSERT INTO keys (account, key, fingerprint, version, last_version) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    id,
                    key.key,
                    key.fingerprint,
                    version_to_sql(key.version)?,
                    key.last_version.map(version_to_sql).transpose()?
                ],
            ),
            Line::Ledger(_) | Line::Entry(_) | Line::End(_) => Ok(()),
        }
    }

    fn put_entry(&mut self, entry: &Entry, after: Balance, chain: Chain) -> Result<(), StorageError> {
        super::write::write_entry(self.connection()?, entry, after, chain)
    }

    fn commit(&mut self) -> Result<(), StorageError> {
        if std::mem::take(&mut self.is_in_transaction) {
            self.store.connection()?.execute_batch("COMMIT")?;
        }
        Ok(())
    }

    fn set_last_batch(&mut self, at: Timestamp) -> Result<(), StorageError> {
        let sql = "INSERT INTO last_batch (only_row, at) VALUES (1, ?1)
                   ON CONFLICT (only_row) DO UPDATE SET at = max(at, excluded.at)";
        Ok(self.connection()?.execute(sql, params![at.0]).map(drop)?)
    }
}
