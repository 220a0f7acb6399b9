//! What can be asked of the ledger.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Credits, HoldId, IdempotencyKey, Timestamp};

/// One request to change an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Whose credits. Comes from a session or an API key, never from a request's body.
    pub account: AccountId,
    /// What to do.
    pub verb: Verb,
}

/// Where deposited credits came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A pack was bought.
    Pack,
    /// A month of a plan was paid.
    Plan,
    /// An operator gave them.
    Grant,
}

/// The verbs, each with what it needs.
///
/// Deposit, hold, settle, release, reverse and reinstate carry a key and are answered the same for ever. Extend, expire and lapse need none:
/// they name an absolute time or state, so that repeating them changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// Credits come in.
    Deposit {
        /// Names the intent: a checkout session, an invoice, a grant.
        key: IdempotencyKey,
        /// How many; 0 is an answer, not an error (a fully discounted purchase brings none).
        amount: Credits,
        /// Where they came from.
        source: Source,
        /// Why, for the operator who reads the entry later.
        note: String,
        /// When what is left of them goes out; `None` for never.
        expires_at: Option<Timestamp>,
    },
    /// Credits are set aside for an operation before it starts.
    Hold {
        /// Names the intent.
        key: IdempotencyKey,
        /// The new hold's id: in the studio, the generation's id.
        hold: HoldId,
        /// How many.
        amount: Credits,
        /// What for, in words: `Sora render`.
        operation: String,
        /// When the hold returns by itself if nobody ends it.
        expires_at: Timestamp,
    },
    /// The operation succeeded: held credits are spent, the rest returns.
    Settle {
        /// Names the intent.
        key: IdempotencyKey,
        /// Which hold.
        hold: HoldId,
        /// How many are spent; all of them when none is named.
        amount: Option<Credits>,
    },
    /// The operation failed or was cancelled: all held credits return.
    Release {
        /// Names the intent.
        key: IdempotencyKey,
        /// Which hold.
        hold: HoldId,
    },
    /// The operation is still at work: the hold lives longer. Never shortens it.
    Extend {
        /// Which hold.
        hold: HoldId,
        /// When it returns by itself now.
        expires_at: Timestamp,
    },
    /// Nobody ended the hold in time: all held credits return.
    Expire {
        /// Which hold.
        hold: HoldId,
    },
    /// The time of lots is over: what is left of them goes out.
    Lapse,
    /// A purchase was refunded or disputed: its credits go back out.
    Reverse {
        /// Names the intent: a refund, a dispute.
        key: IdempotencyKey,
        /// The key of the deposit that is reversed.
        deposit: IdempotencyKey,
        /// How many go out now, beside those that went before.
        amount: Credits,
        /// Why, for the operator who reads the entry later.
        note: String,
    },
    /// A dispute was won, a refund failed: reversed credits come back.
    Reinstate {
        /// Names the intent.
        key: IdempotencyKey,
        /// The key of the deposit that was reversed.
        deposit: IdempotencyKey,
        /// How many come back.
        amount: Credits,
        /// Why, for the operator who reads the entry later.
        note: String,
    },
}

impl Command {
    /// The hold that the command speaks of, which its view must have read.
    #[must_use]
    pub const fn hold(&self) -> Option<HoldId> {
        match &self.verb {
            Verb::Deposit { .. } | Verb::Lapse | Verb::Reverse { .. } | Verb::Reinstate { .. } => None,
            Verb::Hold { hold, .. }
            | Verb::Settle { hold, .. }
            | Verb::Release { hold, .. }
            | Verb::Extend { hold, .. }
            | Verb::Expire { hold } => Some(*hold),
        }
    }

    /// The idempotency key, whose record its view must have read.
    #[must_use]
    pub const fn key(&self) -> Option<&IdempotencyKey> {
        match &self.verb {
            Verb::Deposit { key, .. }
            | Verb::Hold { key, .. }
            | Verb::Settle { key, .. }
            | Verb::Release { key, .. }
            | Verb::Reverse { key, .. }
            | Verb::Reinstate { key, .. } => Some(key),
            Verb::Extend { .. } | Verb::Expire { .. } | Verb::Lapse => None,
        }
    }

    /// The key of the deposit that the command speaks of, whose purchase its view must have read.
    #[must_use]
    pub const fn deposit(&self) -> Option<&IdempotencyKey> {
        match &self.verb {
            Verb::Reverse { deposit, .. } | Verb::Reinstate { deposit, .. } => Some(deposit),
            Verb::Deposit { .. }
            | Verb::Hold { .. }
            | Verb::Settle { .. }
            | Verb::Release { .. }
            | Verb::Extend { .. }
            | Verb::Expire { .. }
            | Verb::Lapse => None,
        }
    }
}

impl Source {
    /// The word for it in the store and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pack => "pack",
            Self::Plan => "plan",
            Self::Grant => "grant",
        }
    }

    /// The source of that word; `None` for a word that no version of the ledger wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Pack, Self::Plan, Self::Grant].into_iter().find(|source| source.as_str() == word)
    }
}
