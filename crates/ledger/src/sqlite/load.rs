//! Reads what a batch touches: one prepared statement a table, in the order of the table's key.

use credits::decide::{Answer, Balance, Fingerprint, Hold, KeyRecord, OpenLot, Purchase};
use credits::{AccountId, Credits, HoldId};
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::rows;
use crate::StorageError;
use crate::store::{AccountState, HoldPath, KeyPath, Loaded, Touched};

/// Everything that is there of what is touched.
pub(super) fn load(connection: &Connection, touched: &Touched) -> Result<Loaded, StorageError> {
    let mut loaded = Loaded::default();
    for account in &touched.accounts {
        loaded.accounts.extend(account_state(connection, *account)?.map(|state| (*account, state)));
    }
    for path in &touched.holds {
        loaded.holds.extend(hold(connection, *path)?.map(|hold| (*path, hold)));
    }
    for path in &touched.keys {
        loaded.keys.extend(key(connection, path)?.map(|record| (path.clone(), record)));
    }
    for path in &touched.deposits {
        loaded.purchases.extend(purchase(connection, path)?.map(|purchase| (path.clone(), purchase)));
    }
    Ok(loaded)
}

/// Everything about an account that its next entry depends on.
fn account_state(connection: &Connection, account: AccountId) -> Result<Option<AccountState>, StorageError> {
    let mut statement =
        connection.prepare_cached("SELECT available, held, version, chain FROM balances WHERE account = ?1")?;
    let mut found = statement.query(params![account.0.as_bytes()])?;
    let Some(row) = found.next()? else { return Ok(None) };
    let (balance, chain) = (rows::balance(row, 0)?, rows::chain(row, 3)?);
    Ok(Some(AccountState { balance, chain, lots: open_lots(connection, account)? }))
}

/// The lots that have something left.
fn open_lots(connection: &Connection, account: AccountId) -> Result<Vec<OpenLot>, StorageError> {
    let mut statement =
        connection.prepare_cached("SELECT lot, remaining, expires_at FROM lots WHERE account = ?1 AND is_open = 1")?;
    let mut found = statement.query(params![account.0.as_bytes()])?;
    let mut lots = Vec::new();
    while let Some(row) = found.next()? {
        let (id, remaining) = (rows::lot_id(row, 0)?, rows::credits(row, 1)?);
        lots.push(OpenLot { id, remaining, expires_at: rows::moment(row, 2)? });
    }
    Ok(lots)
}

/// The purchase that a key brought, if it is that of a deposit.
fn purchase(connection: &Connection, (account, deposit): &KeyPath) -> Result<Option<Purchase>, StorageError> {
    let mut statement = connection.prepare_cached(
        "SELECT lot, amount, reversed, expires_at FROM lots
         WHERE account = ?1 AND lot = (SELECT version FROM keys WHERE account = ?1 AND key = ?2)",
    )?;
    let mut found = statement.query(params![account.0.as_bytes(), deposit.as_str()])?;
    let Some(row) = found.next()? else { return Ok(None) };
    Ok(Some(Purchase {
        lot: rows::lot_id(row, 0)?,
        amount: rows::credits(row, 1)?,
        reversed: rows::credits(row, 2)?,
        expires_at: rows::moment(row, 3)?,
    }))
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
        "SELECT account, hold, amount, operation, expires_at, state, ended_at, spent, expired_at, parts FROM holds
         WHERE account = ?1 AND hold = ?2",
    )?;
    let mut found = statement.query(params![account.0.as_bytes(), hold.0.as_bytes()])?;
    found.next()?.map(rows::hold).transpose()
}

/// What a key was used for. Most keys are new, so that the entry with the answer is asked for only when there is one.
fn key(connection: &Connection, (account, key): &KeyPath) -> Result<Option<KeyRecord>, StorageError> {
    let mut statement = connection
        .prepare_cached("SELECT fingerprint, version, last_version FROM keys WHERE account = ?1 AND key = ?2")?;
    let mut found = statement.query(params![account.0.as_bytes(), key.as_str()])?;
    let Some(row) = found.next()? else { return Ok(None) };
    let (fingerprint, entry) = (Fingerprint(row.get(0)?), rows::version(row, 1)?);
    let mut answer = answer(connection, *account, row.get(1)?)?;
    if let Some(last) = row.get::<_, Option<i64>>(2)? {
        answer.balance = balance_after(connection, *account, last)?;
    }
    Ok(Some(KeyRecord { fingerprint, entry, answer }))
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

/// The balance right after an entry.
fn balance_after(connection: &Connection, account: AccountId, version: i64) -> Result<Balance, StorageError> {
    let mut statement = connection
        .prepare_cached("SELECT available, held, version FROM entries WHERE account = ?1 AND version = ?2")?;
    let mut found = statement.query(params![account.0.as_bytes(), version])?;
    match found.next()? {
        Some(row) => rows::balance(row, 0),
        None => Err(StorageError::damaged(format!(
            "a key of account {account} answers with the balance after entry {version}, which is not there"
        ))),
    }
}
