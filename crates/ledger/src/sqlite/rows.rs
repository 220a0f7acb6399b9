//! Rows to values and back. A value that this program never writes is an error, never a guess.

use std::fmt::Write as _;

use credits::decide::{Answer, Balance, Chain, Entry, EntryKind, Hold, HoldState, LotId, Part, Source};
use credits::{AccountId, Credits, HoldId, Timestamp};
use rusqlite::Row;
use uuid::Uuid;

use crate::StorageError;

/// A version as SQLite keeps it.
pub(super) fn version_to_sql(version: u64) -> Result<i64, StorageError> {
    i64::try_from(version).map_err(|_| StorageError::damaged(format!("version {version} is beyond what can be stored")))
}

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

pub(super) fn known_kind(word: &str) -> Result<EntryKind, StorageError> {
    EntryKind::from_word(word).ok_or_else(|| StorageError::damaged(format!("an entry's kind is {word:?}")))
}

pub(super) fn chain(row: &Row<'_>, column: usize) -> Result<Chain, StorageError> {
    Ok(Chain(row.get(column)?))
}

pub(super) fn lot_id(row: &Row<'_>, column: usize) -> Result<LotId, StorageError> {
    Ok(LotId(version(row, column)?))
}

/// Parts as they are stored: `lot:amount` or `lot:amount@expires_at`, with commas between.
pub(super) fn parts_to_sql(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        let between = if text.is_empty() { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(text, "{between}{}:{}", part.lot, part.amount);
        if let Some(expires_at) = part.expires_at {
            let _ = write!(text, "@{}", expires_at.0);
        }
    }
    text
}

/// Parts from what is stored.
pub(super) fn parts(text: &str) -> Result<Vec<Part>, StorageError> {
    let parts = text.split(',').filter(|part| !part.is_empty()).map(|part| {
        let (lot, rest) = part.split_once(':')?;
        let (amount, expires_at) = match rest.split_once('@') {
            Some((amount, expires_at)) => (amount, Some(Timestamp(expires_at.parse().ok()?))),
            None => (rest, None),
        };
        Some(Part { lot: LotId(lot.parse().ok()?), amount: Credits::new(amount.parse().ok()?).ok()?, expires_at })
    });
    parts.collect::<Option<_>>().ok_or_else(|| StorageError::damaged(format!("a hold's parts are {text:?}")))
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

/// A hold's state from its word, and from what is stored beside that word.
pub(super) fn hold_state(
    word: &str,
    ended_at: impl FnOnce() -> Result<Timestamp, StorageError>,
    spent: impl FnOnce() -> Result<Credits, StorageError>,
) -> Result<HoldState, StorageError> {
    match word {
        "active" => Ok(HoldState::Active),
        "settled" => Ok(HoldState::Settled { spent: spent()?, at: ended_at()? }),
        "released" => Ok(HoldState::Released { at: ended_at()? }),
        "expired" => Ok(HoldState::Expired { at: ended_at()? }),
        unknown => Err(StorageError::damaged(format!("a hold's state is {unknown:?}"))),
    }
}

/// What stands beside a state's word: `ended_at, spent`.
pub(super) fn end_to_sql(state: HoldState) -> (Option<i64>, Option<i64>) {
    match state {
        HoldState::Active => (None, None),
        HoldState::Settled { spent, at } => (Some(at.0), Some(spent.get())),
        HoldState::Released { at } | HoldState::Expired { at } => (Some(at.0), None),
    }
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

pub(super) fn known_source(word: &str) -> Result<Source, StorageError> {
    Source::from_word(word).ok_or_else(|| StorageError::damaged(format!("a deposit's source is {word:?}")))
}

/// What was answered when an entry was written. The entry says all of it, so that no answer is stored twice.
pub(super) fn answer(
    kind: EntryKind,
    (available_delta, held_delta): (Credits, Credits),
    hold: Option<HoldId>,
    balance: Balance,
) -> Result<Answer, StorageError> {
    let amount = match kind {
        EntryKind::Deposit | EntryKind::Release | EntryKind::Reinstate => available_delta,
        EntryKind::Reverse => available_delta.negated(),
        EntryKind::Hold => held_delta,
        // What left the hold and did not return.
        EntryKind::Settle => available_delta
            .plus(held_delta)
            .map_err(|error| StorageError::damaged(format!("a settled amount: {error}")))?
            .negated(),
        EntryKind::Expire | EntryKind::Lapse => {
            return Err(StorageError::damaged("a key points to an entry of a sweep, which has none"));
        }
    };
    Ok(Answer { amount, hold, balance })
}
