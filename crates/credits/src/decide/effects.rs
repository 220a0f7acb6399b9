//! What a decision writes and answers.

use serde::{Deserialize, Serialize};

use super::{Balance, Hold, KeyRecord, Source};
use crate::{AccountId, Credits, HoldId, IdempotencyKey, Timestamp};

/// Everything that one decision does. Written as a whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effects {
    /// The answer to whoever asked, and whether it was given before.
    pub verdict: Verdict,
    /// The new line of the ledger, if the balance changed or a deposit was made.
    pub entry: Option<Entry>,
    /// The hold as it stands now, if it was made or changed.
    pub hold: Option<Hold>,
    /// What the command's key was used for, to be remembered for ever.
    pub key: Option<(IdempotencyKey, KeyRecord)>,
}

/// An answer and whether it is the first one or its repetition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// What is answered.
    pub answer: Answer,
    /// True when the same request was done before and this is its first answer again.
    pub is_replay: bool,
}

/// What a command did. The same for ever under the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Credited, held, spent or returned, by verb; the hold's amount for an extension.
    pub amount: Credits,
    /// The hold that the command made or changed.
    pub hold: Option<HoldId>,
    /// The balance right after the command.
    pub balance: Balance,
}

/// One immutable line of the ledger. Balances are the sum of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose line.
    pub account: AccountId,
    /// Its place: 1 for the account's first line, then without gaps. Also the balance's version after it.
    pub version: u64,
    /// When it was decided.
    pub at: Timestamp,
    /// Which verb wrote it.
    pub kind: EntryKind,
    /// By how much `available` changes.
    pub available_delta: Credits,
    /// By how much `held` changes.
    pub held_delta: Credits,
    /// Which hold it concerns.
    pub hold: Option<HoldId>,
    /// Where deposited credits came from.
    pub source: Option<Source>,
    /// Why, in words: the deposit's note, the hold's operation.
    pub note: String,
}

/// The verbs that write an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Credits came in.
    Deposit,
    /// Credits were set aside.
    Hold,
    /// Held credits were spent.
    Settle,
    /// Held credits returned, because the operation ended without a result.
    Release,
    /// Held credits returned, because nobody ended the hold.
    Expire,
}

impl EntryKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Deposit, Self::Hold, Self::Settle, Self::Release, Self::Expire];

    /// The word for it in the store and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Hold => "hold",
            Self::Settle => "settle",
            Self::Release => "release",
            Self::Expire => "expire",
        }
    }

    /// The kind of that word; `None` for a word that no version of the ledger wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What a verb wants to write; [`finish`] turns it into effects.
pub(super) struct Change<'a> {
    pub kind: EntryKind,
    pub available_delta: Credits,
    pub held_delta: Credits,
    pub answer_amount: Credits,
    pub hold: Option<Hold>,
    pub source: Option<Source>,
    pub note: &'a str,
}

/// Writes one entry, moves the balance by it, and remembers the key. The only place that makes a balance.
pub(super) fn finish(
    view: &super::View,
    account: AccountId,
    key: Option<(IdempotencyKey, super::Fingerprint)>,
    change: Change<'_>,
    at: Timestamp,
) -> Result<Effects, super::Refusal> {
    let out_of_range = |_| super::Refusal::AmountOutOfRange;
    let balance = Balance {
        available: view.balance.available.plus(change.available_delta).map_err(out_of_range)?,
        held: view.balance.held.plus(change.held_delta).map_err(out_of_range)?,
        version: view.balance.version.saturating_add(1),
    };
    // From here it must succeed.
    assert!(!balance.held.is_negative(), "holds return no more than they took");
    let hold = change.hold.as_ref().map(|hold| hold.id);
    let answer = Answer { amount: change.answer_amount, hold, balance };
    let entry = Entry {
        account,
        version: balance.version,
        at,
        kind: change.kind,
        available_delta: change.available_delta,
        held_delta: change.held_delta,
        hold,
        source: change.source,
        note: change.note.to_owned(),
    };
    Ok(Effects {
        verdict: Verdict { answer, is_replay: false },
        entry: Some(entry),
        hold: change.hold,
        key: key.map(|(key, fingerprint)| (key, KeyRecord { fingerprint, answer })),
    })
}
