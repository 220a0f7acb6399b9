//! Deposit: credits come in.

use credits::decide::{Command, Source, Verb, Verdict};
use credits::{AccountId, Credits, IdempotencyKey, Timestamp};

use crate::{Ledger, LedgerError};

/// Credits that come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deposit {
    /// Names the intent: a checkout session, an invoice, a grant.
    pub key: IdempotencyKey,
    /// How many; 0 is an answer, not an error.
    pub amount: Credits,
    /// Where they came from.
    pub source: Source,
    /// Why, for the operator who reads the entry later.
    pub note: String,
    /// When what is left of them goes out; `None` for never.
    pub expires_at: Option<Timestamp>,
}

impl Ledger {
    /// Adds credits to an account.
    ///
    /// # Errors
    /// Refused for a reused key or an amount out of range; unavailable when storage did not keep it.
    pub async fn deposit(&self, account: AccountId, deposit: Deposit) -> Result<Verdict, LedgerError> {
        let Deposit { key, amount, source, note, expires_at } = deposit;
        self.execute(Command { account, verb: Verb::Deposit { key, amount, source, note, expires_at } }).await
    }
}
