//! Reads what a batch touches: one prepared statement a table, in the order of the table's key.

use credits::decide::{Answer, Balance, Fingerprint, Hold, KeyRecord};
use credits::{AccountId, Credits, HoldId};
use rusqlite::{Connection, params};
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

/// What a key was used for. Most keys are new, so that the entry with the answer is asked for only when there is one.
fn key(connection: &Connection, (account, key): &KeyPath) -> Result<Option<KeyRecord>, StorageError> {
    let mut statement =
        connection.prepare_cached("SELECT fingerprint, version FROM keys WHERE account = ?1 AND key = ?2")?;
    let mut found = statement.query(params![account.0.as_bytes(), key.as_str()])?;
    let Some(row) = found.next()? else { return Ok(None) };
    let (fingerprint, version) = (Fingerprint(row.get(0)?), row.get::<_, i64>(1)?);
    Ok(Some(KeyRecord { fingerprint, answer: answer(connection, *account, version)? }))
}

/// What was answered when an entry was written.
fn answer(connection: &Connection, account: AccountId, version: i64) -> Result<Answer, StorageError> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, available_delta, held_delta, hold, available, held, version FROM entries
         WHERE account = ?1 AND version = ?2",
    )?;
    let mut found = statement.query(params![account.0.as_bytes(), version])?;
    let Some(row) = found.next()? else {
        let cause = format!("a key of account {account} answers with entry {version}, which is not there");
        return Err(StorageError::damaged(cause));
    };
    let deltas: (Credits, Credits) = (rows::credits(row, 1)?, rows::credits(row, 2)?);
    let hold: Option<[u8; 16]> = row.get(3)?;
    let hold = hold.map(|id| HoldId(Uuid::from_bytes(id)));
    rows::answer(rows::entry_kind(row, 0)?, deltas, hold, rows::balance(row, 4)?)
}
