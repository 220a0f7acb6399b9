//! A ledger's file as one end of a transfer: read out line by line, or read into.

use std::path::Path;

use credits::decide::{Balance, Chain, Entry};
use credits::{AccountId, Credits, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::connection::open_for_reading;
use super::rows::{self, version_to_sql};
use super::store::SqliteStore;
use crate::transfer::{AccountLine, EntryLine, HoldLine, Inlet, KeyLine, Line, LotLine, Outlet, TransferError};
use crate::{OpenError, StorageError};

/// Reads in one read transaction, so that a server may go on writing beside it.
pub(crate) struct SqliteOutlet(Connection);

impl SqliteOutlet {
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        let connection = open_for_reading(path)?;
        connection.execute_batch("BEGIN")?;
        Ok(Self(connection))
    }
}

impl Outlet for SqliteOutlet {
    fn last_batch(&mut self) -> Result<Option<Timestamp>, StorageError> {
        Ok(self.0.query_row("SELECT at FROM last_batch", [], |row| row.get(0)).optional()?.map(Timestamp))
    }

    fn accounts(&mut self, after: Option<AccountId>, limit: usize) -> Result<Vec<AccountId>, StorageError> {
        let after = after.map_or(Uuid::nil(), |account| account.0);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut statement =
            self.0.prepare_cached("SELECT account FROM balances WHERE account > ?1 ORDER BY account LIMIT ?2")?;
        let mut found = statement.query(params![after.as_bytes(), limit])?;
        let mut accounts = Vec::new();
        while let Some(row) = found.next()? {
            accounts.push(rows::account(row, 0)?);
        }
        Ok(accounts)
    }

    fn account(
        &mut self,
        account: AccountId,
        tell: &mut dyn FnMut(Line) -> Result<(), TransferError>,
    ) -> Result<(), TransferError> {
        self.each("SELECT available, held, version, chain FROM balances WHERE account = ?1", account, &mut |row| {
            let (balance, chain) = (rows::balance(row, 0)?, rows::chain(row, 3)?);
            let Balance { available, held, version } = balance;
            tell(Line::Account(AccountLine { id: account.0, available, held, version, chain: chain.0 }))
        })?;
        self.each(ENTRIES, account, &mut |row| {
            tell(Line::Entry(EntryLine::of(rows::entry(row)?, rows::chain(row, 10)?)))
        })?;
        self.each(LOTS, account, &mut |row| {
            let source: String = row.get(1).map_err(StorageError::from)?;
            tell(Line::Lot(LotLine {
                id: rows::version(row, 0)?,
                source: rows::known_source(&source)?,
                amount: rows::credits(row, 2)?,
                remaining: rows::credits(row, 3)?,
                reversed: rows::credits(row, 4)?,
                expires_at: row.get(5).map_err(StorageError::from)?,
            }))
        })?;
        self.each(HOLDS, account, &mut |row| tell(Line::Hold(hold_line(row)?)))?;
        self.each(KEYS, account, &mut |row| tell(Line::Key(key_line(row)?)))
    }
}

const ENTRIES: &str = "SELECT account, version, at, kind, available_delta, held_delta, hold, source, note, lot, chain
     FROM entries WHERE account = ?1 ORDER BY version";
const LOTS: &str =
    "SELECT lot, source, amount, remaining, reversed, expires_at FROM lots WHERE account = ?1 ORDER BY lot";
const HOLDS: &str = "SELECT hold, amount, operation, expires_at, state, ended_at, spent, expired_at, parts
     FROM holds WHERE account = ?1 ORDER BY hold";
const KEYS: &str = "SELECT key, fingerprint, version, last_version FROM keys WHERE account = ?1 ORDER BY key";

impl SqliteOutlet {
    /// Every row of a statement about an account.
    fn each(
        &self,
        sql: &str,
        account: AccountId,
        take: &mut dyn FnMut(&rusqlite::Row<'_>) -> Result<(), TransferError>,
    ) -> Result<(), TransferError> {
        let mut statement = self.0.prepare_cached(sql).map_err(StorageError::from)?;
        let mut found = statement.query(params![account.0.as_bytes()]).map_err(StorageError::from)?;
        while let Some(row) = found.next().map_err(StorageError::from)? {
            take(row)?;
        }
        Ok(())
    }
}

fn hold_line(row: &rusqlite::Row<'_>) -> Result<HoldLine, StorageError> {
    let spent: Option<i64> = row.get(6)?;
    Ok(HoldLine {
        id: Uuid::from_bytes(row.get(0)?),
        amount: rows::credits(row, 1)?,
        operation: row.get(2)?,
        expires_at: row.get(3)?,
        state: row.get(4)?,
        ended_at: row.get(5)?,
        spent: spent.map(|_| rows::credits(row, 6)).transpose()?,
        expired_at: row.get(7)?,
        parts: row.get(8)?,
    })
}

fn key_line(row: &rusqlite::Row<'_>) -> Result<KeyLine, StorageError> {
    let last: Option<i64> = row.get(3)?;
    Ok(KeyLine {
        key: row.get(0)?,
        fingerprint: row.get(1)?,
        version: rows::version(row, 2)?,
        last_version: last.map(|_| rows::version(row, 3)).transpose()?,
    })
}

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
                "INSERT INTO lots (account, lot, source, amount, remaining, reversed, expires_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
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
