//! Expire: nobody ended the hold in time. The sweep sends many of these at once.

use credits::decide::{Command, Verb, Verdict};
use credits::{AccountId, HoldId};

use crate::{Ledger, LedgerError};

/// The command that ends an overdue hold.
pub(crate) const fn expire_command(account: AccountId, hold: HoldId) -> Command {
    Command { account, verb: Verb::Expire { hold } }
}

impl Ledger {
    /// Returns all that was held, if the hold's time has come. The sweep does this for every hold; nobody else needs to.
    ///
    /// # Errors
    /// Refused when the hold has ended or its time has not come; unavailable when storage did not keep it.
    pub async fn expire(&self, account: AccountId, hold: HoldId) -> Result<Verdict, LedgerError> {
        self.execute(expire_command(account, hold)).await
    }
}
