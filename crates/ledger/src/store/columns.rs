//! Values as every SQL store keeps them, and back. A value that this program never writes is an error, never a guess.

use std::fmt::Write as _;

use credits::decide::{Answer, Balance, EntryKind, HoldState, LotId, Part, Source};
use credits::{Credits, HoldId, Timestamp};

use crate::StorageError;

/// A version as it is stored.
pub(crate) fn version_to_sql(version: u64) -> Result<i64, StorageError> {
    i64::try_from(version).map_err(|_| StorageError::damaged(format!("version {version} is beyond what can be stored")))
}

pub(crate) fn known_kind(word: &str) -> Result<EntryKind, StorageError> {
    EntryKind::from_word(word).ok_or_else(|| StorageError::damaged(format!("an entry's kind is {word:?}")))
}

/// Parts as they are stored: `lot:amount` or `lot:amount@expires_at`, with commas between.
pub(crate) fn parts_to_sql(parts: &[Part]) -> String {
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
pub(crate) fn parts(text: &str) -> Result<Vec<Part>, StorageError> {
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

/// A hold's state from its word, and from what is stored beside that word.
pub(crate) fn hold_state(
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
pub(crate) fn end_to_sql(state: HoldState) -> (Option<i64>, Option<i64>) {
    match state {
        HoldState::Active => (None, None),
        HoldState::Settled { spent, at } => (Some(at.0), Some(spent.get())),
        HoldState::Released { at } | HoldState::Expired { at } => (Some(at.0), None),
    }
}

pub(crate) fn known_source(word: &str) -> Result<Source, StorageError> {
    Source::from_word(word).ok_or_else(|| StorageError::damaged(format!("a deposit's source is {word:?}")))
}

/// What was answered when an entry was written. The entry says all of it, so that no answer is stored twice.
pub(crate) fn answer(
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
