//! Extend: the operation is still at work; its hold lives longer.

use credits::decide::{Command, Verb, Verdict};
use credits::{AccountId, HoldId, Timestamp};

use crate::{Ledger, LedgerError};

/// A hold whose operation needs more time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extend {
    /// Which hold.
    pub hold: HoldId,
    /// When it returns by itself now; an earlier moment than before changes nothing.
    pub expires_at: Timestamp,
}

impl Ledger {
    /// Moves a hold's expiry to a later moment.
    ///
    /// # Errors
    /// Refused when the hold has ended; unavailable when storage did not keep it.
    pub async fn extend(&self, account: AccountId, extend: Extend) -> Result<Verdict, LedgerError> {
        let Extend { hold, expires_at } = extend;
        self.execute(Command { account, verb: Verb::Extend { hold, expires_at } }).await
    }
}
