//! Reinstate: a dispute was won, a refund failed; reversed credits come back.

use credits::decide::{Command, Verb, Verdict};
use credits::{AccountId, Credits, IdempotencyKey};

use crate::{Ledger, LedgerError};

/// Credits that come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reinstate {
    /// Names the intent: a refund, a dispute.
    pub key: IdempotencyKey,
    /// The key of the purchase's deposit.
    pub deposit: IdempotencyKey,
    /// How many, beside those of before.
    pub amount: Credits,
    /// Why, for the operator who reads the entry later.
    pub note: String,
}

impl Ledger {
    /// Puts reversed credits of a purchase back in; what is owed is paid first.
    ///
    /// # Errors
    /// Refused for a reused key, a deposit that never was, and more than was reversed; unavailable when storage did not keep it.
    pub async fn reinstate(&self, account: AccountId, reinstate: Reinstate) -> Result<Verdict, LedgerError> {
        let Reinstate { key, deposit, amount, note } = reinstate;
        self.execute(Command { account, verb: Verb::Reinstate { key, deposit, amount, note } }).await
    }
}
