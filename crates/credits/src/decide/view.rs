//! What was read before a decision.

use serde::{Deserialize, Serialize};

use super::{KeyRecord, OpenLot, Part, Purchase};
use crate::{Credits, HoldId, Timestamp};

/// What an account has: the sum of its entries. `available` is what its lots have left, or below zero what it owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Balance {
    /// What can be spent now. Below zero after a reversal that took more than there was.
    pub available: Credits,
    /// What is set aside by active holds.
    pub held: Credits,
    /// Counts the entries: 0 is an account without any. A reader that has seen a higher one ignores a lower one.
    pub version: u64,
}

/// Credits set aside for one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Its id.
    pub id: HoldId,
    /// How many credits it set aside.
    pub amount: Credits,
    /// What for, in words.
    pub operation: String,
    /// When it returns by itself if it is still active then.
    pub expires_at: Timestamp,
    /// How it stands.
    pub state: HoldState,
    /// When it had expired, if it was settled after that.
    pub expired_at: Option<Timestamp>,
    /// From which lots, in the order in which they were taken: what is set aside while it is active, what was spent once it is settled,
    /// nothing once it has returned.
    pub parts: Vec<Part>,
}

/// The states of a hold. Exactly one of the three ends is ever reached, and none is left again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldState {
    /// The credits are set aside.
    Active,
    /// The operation succeeded.
    Settled {
        /// How many of the held credits were spent.
        spent: Credits,
        /// When.
        at: Timestamp,
    },
    /// The operation failed or was cancelled; all credits returned.
    Released {
        /// When.
        at: Timestamp,
    },
    /// Nobody ended it in time; all credits returned.
    Expired {
        /// When.
        at: Timestamp,
    },
}

/// Everything that a decision may depend on, read in one go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// The account's balance; zero for an account that has no entry yet.
    pub balance: Balance,
    /// The account's lots that have something left, in any order.
    pub lots: Vec<OpenLot>,
    /// The hold that the command speaks of, if it exists.
    pub hold: Option<Hold>,
    /// What the command's key was used for before, if it was.
    pub key: Option<KeyRecord>,
    /// The purchase that the command speaks of, if there was such a deposit.
    pub purchase: Option<Purchase>,
}

impl HoldState {
    /// The word for it in the store, on the wire and in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Settled { .. } => "settled",
            Self::Released { .. } => "released",
            Self::Expired { .. } => "expired",
        }
    }
}
