//! Hold: credits are set aside before an operation starts.

use credits::decide::{Command, Verb, Verdict};
use credits::{AccountId, Credits, HoldId, IdempotencyKey, Timestamp};

use crate::{Ledger, LedgerError};

/// Credits to set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHold {
    /// Names the intent.
    pub key: IdempotencyKey,
    /// The new hold's id.
    pub hold: HoldId,
    /// How many.
    pub amount: Credits,
    /// What for, in words: `Sora render`.
    pub operation: String,
    /// When it returns by itself if nobody ends it.
    pub expires_at: Timestamp,
}

impl Ledger {
    /// Sets credits aside if there are enough. The check and the hold are one decision.
    ///
    /// # Errors
    /// Refused when there is not enough, or the request is not one that may be made; unavailable when storage did not keep it.
    pub async fn hold(&self, account: AccountId, hold: NewHold) -> Result<Verdict, LedgerError> {
        let NewHold { key, hold, amount, operation, expires_at } = hold;
        self.execute(Command { account, verb: Verb::Hold { key, hold, amount, operation, expires_at } }).await
    }
}
