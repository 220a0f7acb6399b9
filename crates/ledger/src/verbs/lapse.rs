//! Lapse: the time of lots is over. The sweep sends many of these at once.

use credits::AccountId;
use credits::decide::{Command, Verb, Verdict};

use crate::{Ledger, LedgerError};

/// The command that lets go what is overdue of an account.
pub(crate) const fn lapse_command(account: AccountId) -> Command {
    Command { account, verb: Verb::Lapse }
}

impl Ledger {
    /// Lets go what is left of lots whose time is over. The sweep does this for every account; nobody else needs to.
    ///
    /// # Errors
    /// Unavailable when storage did not keep it.
    pub async fn lapse(&self, account: AccountId) -> Result<Verdict, LedgerError> {
        self.execute(lapse_command(account)).await
    }
}
