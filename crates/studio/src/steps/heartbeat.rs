//! Step 3, heartbeat: the runner is still at work, so that lease and hold live longer, together.

use credits::HoldId;
use credits::decide::Verb;
use ledger::{LedgerError, StorageError};

use super::{Claim, Steps};
use crate::record::Record;
use crate::store::Changed;

/// What a heartbeat found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heartbeat {
    /// The work goes on.
    Kept,
    /// The work is not this runner's any more: it was cancelled, or given to another.
    Lost,
    /// The credits returned; a result could not be charged.
    HoldEnded,
}

impl Steps {
    /// Extends the lease and the hold of a claim.
    ///
    /// # Errors
    /// When the store cannot be reached. Lease and hold have room for two heartbeats that go missing.
    pub async fn heartbeat(&self, claim: &Claim) -> Result<Heartbeat, StorageError> {
        let (account, id, attempt) = (claim.record.account, claim.record.id, claim.record.attempt);
        let lease_until = self.lease_until();
        let heard_of = move |record: &Record| record.heard_of(attempt, lease_until);
        match self.inner.store.change("studio_heartbeat", account, id, heard_of).await? {
            Changed::Yes(_) => {}
            Changed::No(_) | Changed::Missing => return Ok(Heartbeat::Lost),
        }
        let verb = Verb::Extend { hold: HoldId(id), expires_at: self.hold_expires_at() };
        match self.ask_ledger(account, verb).await {
            Ok(_) => Ok(Heartbeat::Kept),
            Err(LedgerError::Unavailable(error)) => Err(error),
            Err(LedgerError::Refused(refusal)) => {
                tracing::warn!(generation = %id, attempt, %refusal, "the hold of running work has ended");
                Ok(Heartbeat::HoldEnded)
            }
        }
    }
}
