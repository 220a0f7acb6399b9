//! What a decision writes and answers.

use serde::{Deserialize, Serialize};

use super::{Balance, Hold, KeyRecord, LotId, OpenLot, Purchase, Source};
use crate::{AccountId, Credits, HoldId, IdempotencyKey, Timestamp};

/// Everything that one decision does. Written as a whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effects {
    /// The answer to whoever asked, and whether it was given before.
    pub verdict: Verdict,
    /// The new lines of the ledger, in their order: one for most commands, and one for each lot whose time was over.
    pub entries: Vec<Entry>,
    /// The hold as it stands now, if it was made or changed.
    pub hold: Option<Hold>,
    /// What the command's key was used for, to be remembered for ever.
    pub key: Option<(IdempotencyKey, KeyRecord)>,
    /// The account's lots that have something left now; `None` when nothing was written about them.
    pub open_lots: Option<Vec<OpenLot>>,
    /// What is left of each lot that changed, new or not.
    pub lots: Vec<(LotId, Credits)>,
    /// The lot that began.
    pub new_lot: Option<NewLot>,
    /// The purchase of which more or less is reversed now.
    pub purchase: Option<Purchase>,
}

/// Credits that came in together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewLot {
    /// Its name: the version of its deposit's entry.
    pub id: LotId,
    /// Where its credits came from.
    pub source: Source,
    /// How many came in.
    pub amount: Credits,
    /// When what is left of it goes out; `None` for never.
    pub expires_at: Option<Timestamp>,
}

impl Effects {
    /// An answer that changes nothing.
    pub(super) const fn nothing(answer: Answer, is_replay: bool) -> Self {
        Self {
            verdict: Verdict { answer, is_replay },
            entries: Vec::new(),
            hold: None,
            key: None,
            open_lots: None,
            lots: Vec::new(),
            new_lot: None,
            purchase: None,
        }
    }
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
    /// Credited, held, spent, returned, lapsed, reversed or reinstated, by verb; the hold's amount for an extension.
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
    /// Which lot it concerns: the one that began, lapsed, or was reversed.
    pub lot: Option<LotId>,
    /// Where deposited credits came from.
    pub source: Option<Source>,
    /// Why, in words: the note of a deposit or a reversal, the hold's operation.
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
    /// What was left of a lot went out, because its time was over.
    Lapse,
    /// A purchase was refunded or disputed: its credits went back out.
    Reverse,
    /// A reversal was taken back: its credits came in again.
    Reinstate,
}

impl EntryKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 8] = [
        Self::Deposit,
        Self::Hold,
        Self::Settle,
        Self::Release,
        Self::Expire,
        Self::Lapse,
        Self::Reverse,
        Self::Reinstate,
    ];

    /// The word for it in the store and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Hold => "hold",
            Self::Settle => "settle",
            Self::Release => "release",
            Self::Expire => "expire",
            Self::Lapse => "lapse",
            Self::Reverse => "reverse",
            Self::Reinstate => "reinstate",
        }
    }

    /// The kind of that word; `None` for a word that no version of the ledger wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}
