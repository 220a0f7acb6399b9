//! Rows of any SQL store to values. A value that this program never writes is an error, never a guess.

use credits::decide::{Balance, Chain, Entry, EntryKind, Hold, LotId};
use credits::{AccountId, Credits, HoldId, Timestamp};
use uuid::Uuid;

use super::columns::{hold_state, known_kind, known_source, parts};
use crate::StorageError;

/// A row of which each column is NULL or has what it is asked for: what a driver's row must know to be read like any other's.
pub(crate) trait Columns {
    /// A whole number.
    fn integer(&self, column: usize) -> Result<Option<i64>, StorageError>;
    /// Text.
    fn text(&self, column: usize) -> Result<Option<&str>, StorageError>;
    /// A UUID.
    fn id(&self, column: usize) -> Result<Option<Uuid>, StorageError>;
    /// The sixteen bytes of a hash.
    fn hash(&self, column: usize) -> Result<Option<[u8; 16]>, StorageError>;
    /// Whatever it is, for people. Nothing behind the last column.
    fn in_words(&self, column: usize) -> Result<Option<String>, StorageError>;
}

/// What must not be NULL.
#[inline]
fn there<T>(value: Option<T>, column: usize) -> Result<T, StorageError> {
    value.ok_or_else(|| StorageError::damaged(format!("column {column} is NULL")))
}

#[inline]
pub(crate) fn integer<R: Columns + ?Sized>(row: &R, column: usize) -> Result<i64, StorageError> {
    there(row.integer(column)?, column)
}

pub(crate) fn text<R: Columns + ?Sized>(row: &R, column: usize) -> Result<&str, StorageError> {
    there(row.text(column)?, column)
}

#[inline]
pub(crate) fn id<R: Columns + ?Sized>(row: &R, column: usize) -> Result<Uuid, StorageError> {
    there(row.id(column)?, column)
}

/// The sixteen bytes of a hash.
#[inline]
pub(crate) fn hash<R: Columns + ?Sized>(row: &R, column: usize) -> Result<[u8; 16], StorageError> {
    there(row.hash(column)?, column)
}

#[inline]
pub(crate) fn version<R: Columns + ?Sized>(row: &R, column: usize) -> Result<u64, StorageError> {
    let stored = integer(row, column)?;
    u64::try_from(stored).map_err(|_| StorageError::damaged(format!("version {stored} is negative")))
}

#[inline]
pub(crate) fn credits<R: Columns + ?Sized>(row: &R, column: usize) -> Result<Credits, StorageError> {
    let stored = integer(row, column)?;
    Credits::new(stored).map_err(|error| StorageError::damaged(format!("amount {stored}: {error}")))
}

pub(crate) fn timestamp<R: Columns + ?Sized>(row: &R, column: usize) -> Result<Timestamp, StorageError> {
    Ok(Timestamp(integer(row, column)?))
}

pub(crate) fn moment<R: Columns + ?Sized>(row: &R, column: usize) -> Result<Option<Timestamp>, StorageError> {
    Ok(row.integer(column)?.map(Timestamp))
}

#[inline]
pub(crate) fn account<R: Columns + ?Sized>(row: &R, column: usize) -> Result<AccountId, StorageError> {
    Ok(AccountId(id(row, column)?))
}

pub(crate) fn hold_id<R: Columns + ?Sized>(row: &R, column: usize) -> Result<HoldId, StorageError> {
    Ok(HoldId(id(row, column)?))
}

pub(crate) fn lot_id<R: Columns + ?Sized>(row: &R, column: usize) -> Result<LotId, StorageError> {
    Ok(LotId(version(row, column)?))
}

pub(crate) fn entry_kind<R: Columns + ?Sized>(row: &R, column: usize) -> Result<EntryKind, StorageError> {
    known_kind(text(row, column)?)
}

pub(crate) fn chain<R: Columns + ?Sized>(row: &R, column: usize) -> Result<Chain, StorageError> {
    Ok(Chain(hash(row, column)?))
}

/// `available, held, version` from a column on.
pub(crate) fn balance<R: Columns + ?Sized>(row: &R, first: usize) -> Result<Balance, StorageError> {
    Ok(Balance { available: credits(row, first)?, held: credits(row, first + 1)?, version: version(row, first + 2)? })
}

/// Reads `account, hold, amount, operation, expires_at, state, ended_at, spent, expired_at, parts`.
pub(crate) fn hold<R: Columns + ?Sized>(row: &R) -> Result<Hold, StorageError> {
    Ok(Hold {
        id: hold_id(row, 1)?,
        amount: credits(row, 2)?,
        operation: text(row, 3)?.to_owned(),
        expires_at: timestamp(row, 4)?,
        state: hold_state(text(row, 5)?, || timestamp(row, 6), || credits(row, 7))?,
        expired_at: moment(row, 8)?,
        parts: parts(text(row, 9)?)?,
    })
}

/// Reads `account, version, at, kind, available_delta, held_delta, hold, source, note, lot`.
pub(crate) fn entry<R: Columns + ?Sized>(row: &R) -> Result<Entry, StorageError> {
    Ok(Entry {
        account: account(row, 0)?,
        version: version(row, 1)?,
        at: timestamp(row, 2)?,
        kind: entry_kind(row, 3)?,
        available_delta: credits(row, 4)?,
        held_delta: credits(row, 5)?,
        hold: row.id(6)?.map(HoldId),
        lot: row.integer(9)?.map(|lot| LotId(lot.unsigned_abs())),
        source: row.text(7)?.map(known_source).transpose()?,
        note: text(row, 8)?.to_owned(),
    })
}
