//! Reads what a batch touches: one prepared statement a table, in the order of the table's key.

use credits::decide::{Balance, Fingerprint, Hold, KeyRecord};
use credits::{AccountId, Credits, HoldId};
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::rows;
use crate::StorageError;
use crate::store::{HoldPath, KeyPath, Loaded, Touched};

/// Everything that is there of what is touched.
pub(super) fn load(connection: &Connection, touched: &Touched) -> Result<Loaded, StorageError> {
    let mut loaded = Loaded::default();
    for account in &touched.accounts {
        loaded.balances.extend(balance(connection, *account)?.map(|balance| (*account, balance)));
    }
    for path in &touched.holds {
        loaded.holds.extend(hold(connection, *path)?.map(|hold| (*path, hold)));
    }
    for path in &touched.keys {
        loaded.keys.extend(key(connection, path)?.map(|record| (path.clone(), record)));
    }
    Ok(loaded)
}

/// An account's balance.
pub(super) fn balance(connection: &Connection, account: AccountId) -> Result<Option<Balance>, StorageError> {
    let mut statement =
        connection.prepare_cached("SELECT available, held, version FROM balances WHERE account = ?1")?;
    let mut found = statement.query(params![account.0.as_bytes()])?;
    found.next()?.map(|row| rows::balance(row, 0)).transpose()
}

/// A hold of an account.
pub(super) fn hold(connection: &Connection, (account, hold): HoldPath) -> Result<Option<Hold>, StorageError> {
    let mut statement = connection.prepare_cached(
        "SELECT hold, amount, operation, expires_at, state, ended_at, spent FROM holds WHERE account = ?1 AND hold = ?2",
    )?;
    let mut found = statement.query(params![account.0.as_bytes(), hold.0.as_bytes()])?;
    found.next()?.map(rows::hold).transpose()
}

/// What a key was used for. The answer is read from the entry that was written then.
fn key(connection: &Connection, (account, key): &KeyPath) -> Result<Option<KeyRecord>, StorageError> {
    let mut statement = connection.prepare_cached(
        "SELECT keys.fingerprint, entries.kind, entries.available_delta, entries.held_delta, entries.hold,
                entries.available, entries.held, keys.version
         FROM keys LEFT JOIN entries ON entries.account = keys.account AND entries.version = keys.version
         WHERE keys.account = ?1 AND keys.key = ?2",
    )?;
    let mut found = statement.query(params![account.0.as_bytes(), key.as_str()])?;
    found.next()?.map(key_record).transpose()
}

fn key_record(row: &Row<'_>) -> Result<KeyRecord, StorageError> {
    let fingerprint = Fingerprint(row.get(0)?);
    let deltas: (Credits, Credits) = (rows::credits(row, 2)?, rows::credits(row, 3)?);
    let hold: Option<[u8; 16]> = row.get(4)?;
    let hold = hold.map(|id| HoldId(Uuid::from_bytes(id)));
    let answer = rows::answer(rows::entry_kind(row, 1)?, deltas, hold, rows::balance(row, 5)?)?;
    Ok(KeyRecord { fingerprint, answer })
}
