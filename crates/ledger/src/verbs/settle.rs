//! Settle: the operation succeeded; the held credits, or fewer, are spent.

use credits::decide::{Command, Verb, Verdict};
use credits::{AccountId, Credits, HoldId, IdempotencyKey};

use crate::{Ledger, LedgerError};

/// A hold whose operation succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settle {
    /// Names the intent.
    pub key: IdempotencyKey,
    /// Which hold.
    pub hold: HoldId,
    /// How many credits are spent; all that are held when `None`.
    pub amount: Option<Credits>,
}

impl Ledger {
    /// Spends what was held, or less; the rest returns.
    ///
    /// # Errors
    /// Refused when the hold ended another way or holds less; unavailable when storage did not keep it.
    pub async fn settle(&self, account: AccountId, settle: Settle) -> Result<Verdict, LedgerError> {
        let Settle { key, hold, amount } = settle;
        self.execute(Command { account, verb: Verb::Settle { key, hold, amount } }).await
    }
}
