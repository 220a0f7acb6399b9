//! Rows to values. A value that this program never writes is an error, never a guess.

use credits::decide::{Balance, Chain, Entry, Hold, LotId};
use credits::{AccountId, Credits, HoldId, IdempotencyKey, Timestamp};
use tokio_postgres::Row;
use tokio_postgres::types::FromSql;
use uuid::Uuid;

use crate::StorageError;
use crate::store::columns;

/// A column as it is stored.
pub(super) fn get<'r, T: FromSql<'r>>(row: &'r Row, column: usize) -> Result<T, StorageError> {
    row.try_get(column).map_err(|error| StorageError::damaged(format!("column {column}: {error}")))
}

pub(super) fn version(row: &Row, column: usize) -> Result<u64, StorageError> {
    let stored: i64 = get(row, column)?;
    u64::try_from(stored).map_err(|_| StorageError::damaged(format!("version {stored} is negative")))
}

pub(super) fn credits(row: &Row, column: usize) -> Result<Credits, StorageError> {
    let stored: i64 = get(row, column)?;
    Credits::new(stored).map_err(|error| StorageError::damaged(format!("amount {stored}: {error}")))
}

pub(super) fn timestamp(row: &Row, column: usize) -> Result<Timestamp, StorageError> {
    Ok(Timestamp(get(row, column)?))
}

pub(super) fn moment(row: &Row, column: usize) -> Result<Option<Timestamp>, StorageError> {
    Ok(get::<Option<i64>>(row, column)?.map(Timestamp))
}

pub(super) fn account(row: &Row, column: usize) -> Result<AccountId, StorageError> {
    Ok(AccountId(get(row, column)?))
}

pub(super) fn hold_id(row: &Row, column: usize) -> Result<HoldId, StorageError> {
    Ok(HoldId(get(row, column)?))
}

pub(super) fn key(row: &Row, column: usize) -> Result<IdempotencyKey, StorageError> {
    let stored: &str = get(row, column)?;
    IdempotencyKey::new(stored).map_err(|_| StorageError::damaged(format!("a key is {stored:?}")))
}

pub(super) fn lot_id(row: &Row, column: usize) -> Result<LotId, StorageError> {
    Ok(LotId(version(row, column)?))
}

/// The sixteen bytes of a hash.
pub(super) fn hash(row: &Row, column: usize) -> Result<[u8; 16], StorageError> {
    let stored: &[u8] = get(row, column)?;
    stored.try_into().map_err(|_| StorageError::damaged(format!("a hash has {} bytes", stored.len())))
}

pub(super) fn chain(row: &Row, column: usize) -> Result<Chain, StorageError> {
    Ok(Chain(hash(row, column)?))
}

/// `available, held, version` from a column on.
pub(super) fn balance(row: &Row, first: usize) -> Result<Balance, StorageError> {
    Ok(Balance { available: credits(row, first)?, held: credits(row, first + 1)?, version: version(row, first + 2)? })
}

/// Reads `account, hold, amount, operation, expires_at, state, ended_at, spent, expired_at, parts`.
pub(super) fn hold(row: &Row) -> Result<Hold, StorageError> {
    Ok(Hold {
        id: hold_id(row, 1)?,
        amount: credits(row, 2)?,
        operation: get(row, 3)?,
        expires_at: timestamp(row, 4)?,
        state: columns::hold_state(get(row, 5)?, || timestamp(row, 6), || credits(row, 7))?,
        expired_at: moment(row, 8)?,
        parts: columns::parts(get(row, 9)?)?,
    })
}

/// Reads `account, version, at, kind, available_delta, held_delta, hold, source, note, lot`.
pub(super) fn entry(row: &Row) -> Result<Entry, StorageError> {
    Ok(Entry {
        account: account(row, 0)?,
        version: version(row, 1)?,
        at: timestamp(row, 2)?,
        kind: columns::known_kind(get(row, 3)?)?,
        available_delta: credits(row, 4)?,
        held_delta: credits(row, 5)?,
        hold: get::<Option<Uuid>>(row, 6)?.map(HoldId),
        lot: get::<Option<i64>>(row, 9)?.map(|lot| LotId(lot.unsigned_abs())),
        source: get::<Option<&str>>(row, 7)?.map(columns::known_source).transpose()?,
        note: get(row, 8)?,
    })
}
