//! Reverse: a purchase was refunded or disputed; its credits go back out.

use credits::decide::{Command, Verb, Verdict};
use credits::{AccountId, Credits, IdempotencyKey};

use crate::{Ledger, LedgerError};

/// Credits that go back out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reverse {
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
    /// Takes credits of a purchase out again, whatever became of them since: what is not there is owed.
    ///
    /// # Errors
    /// Refused for a reused key, a deposit that never was, and more than the purchase brought; unavailable when storage did not keep it.
    pub async fn reverse(&self, account: AccountId, reverse: Reverse) -> Result<Verdict, LedgerError> {
        let Reverse { key, deposit, amount, note } = reverse;
        self.execute(Command { account, verb: Verb::Reverse { key, deposit, amount, note } }).await
    }
}
