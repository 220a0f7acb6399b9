//! Release: the operation failed or was cancelled; all held credits return.

use credits::decide::{Command, Verb, Verdict};
use credits::{AccountId, HoldId, IdempotencyKey};

use crate::{Ledger, LedgerError};

/// A hold whose operation came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// Names the intent.
    pub key: IdempotencyKey,
    /// Which hold.
    pub hold: HoldId,
}

impl Ledger {
    /// Returns all that was held.
    ///
    /// # Errors
    /// Refused when the hold ended another way; unavailable when storage did not keep it.
    pub async fn release(&self, account: AccountId, release: Release) -> Result<Verdict, LedgerError> {
        let Release { key, hold } = release;
        self.execute(Command { account, verb: Verb::Release { key, hold } }).await
    }
}
