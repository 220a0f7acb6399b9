//! Rows to values and back. A value that this program never writes is an error, never a guess.

use credits::decide::{Balance, Chain, Entry, EntryKind, Hold, LotId};
use credits::{AccountId, Credits, HoldId, Timestamp};
use rusqlite::Row;
use uuid::Uuid;

use crate::StorageError;
pub(super) use crate::store::columns::{
    answer, end_to_sql, hold_state, known_kind, known_source, parts, parts_to_sql, version_to_sql,
};

pub(super) fn version(row: &Row<'_>, column: usize) -> Result<u64, StorageError> {
    let stored: i64 = row.get(column)?;
    u64::try_from(stored).map_err(|_| StorageError::damaged(format!("version {stored} is negative")))
}

pub(super) fn credits(row: &Row<'_>, column: usize) -> Result<Credits, StorageError> {
    let stored: i64 = row.get(column)?;
    Credits::new(stored).map_err(|error| StorageError::damaged(format!("amount {stored}: {error}")))
}

pub(super) fn timestamp(row: &Row<'_>, column: usize) -> Result<Timestamp, StorageError> {
    Ok(Timestamp(row.get(column)?))
}

pub(super) fn account(row: &Row<'_>, column: usize) -> Result<AccountId, StorageError> {
    Ok(AccountId(Uuid::from_bytes(row.get(column)?)))
}

pub(super) fn hold_id(row: &Row<'_>, column: usize) -> Result<HoldId, StorageError> {
    Ok(HoldId(Uuid::from_bytes(row.get(column)?)))
}

pub(super) fn entry_kind(row: &Row<'_>, column: usize) -> Result<EntryKind, StorageError> {
    known_kind(text(row, column)?)
}

pub(super) fn chain(row: &Row<'_>, column: usize) -> Result<Chain, StorageError> {
    Ok(Chain(row.get(column)?))
}

pub(super) fn lot_id(row: &Row<'_>, column: usize) -> Result<LotId, StorageError> {
    Ok(LotId(version(row, column)?))
}

fn text<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r str, StorageError> {
    let value = row.get_ref(column)?;
    value.as_str().map_err(|error| StorageError::damaged(format!("column {column} is not text: {error}")))
}

/// `available, held, version` from a column on.
pub(super) fn balance(row: &Row<'_>, first: usize) -> Result<Balance, StorageError> {
    Ok(Balance { available: credits(row, first)?, held: credits(row, first + 1)?, version: version(row, first + 2)? })
}

/// Reads `hold, amount, operation, expires_at, state, ended_at, spent, expired_at, parts`.
pub(super) fn hold(row: &Row<'_>) -> Result<Hold, StorageError> {
    Ok(Hold {
        id: hold_id(row, 0)?,
        amount: credits(row, 1)?,
        operation: row.get(2)?,
        expires_at: timestamp(row, 3)?,
        state: hold_state(text(row, 4)?, || timestamp(row, 5), || credits(row, 6))?,
        expired_at: row.get::<_, Option<i64>>(7)?.map(Timestamp),
        parts: parts(text(row, 8)?)?,
    })
}

/// Reads `account, version, at, kind, available_delta, held_delta, hold, source, note, lot`.
pub(super) fn entry(row: &Row<'_>) -> Result<Entry, StorageError> {
    let hold: Option<[u8; 16]> = row.get(6)?;
    let source: Option<String> = row.get(7)?;
    Ok(Entry {
        account: account(row, 0)?,
        version: version(row, 1)?,
        at: timestamp(row, 2)?,
        kind: entry_kind(row, 3)?,
        available_delta: credits(row, 4)?,
        held_delta: credits(row, 5)?,
        hold: hold.map(|id| HoldId(Uuid::from_bytes(id))),
        lot: row.get::<_, Option<i64>>(9)?.map(|lot| LotId(lot.unsigned_abs())),
        source: source.map(|word| known_source(&word)).transpose()?,
        note: row.get(8)?,
    })
}
