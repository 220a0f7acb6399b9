//! Step 6, fail: the attempt gave no result.

use ledger::StorageError;

use super::{Claim, Steps};
use crate::record::Record;
use crate::store::Changed;

impl Steps {
    /// Ends a claim without a result, with a sentence for its owner, and returns its credits.
    ///
    /// # Errors
    /// When a store cannot be reached. What is not done then is done by the sweep.
    pub async fn fail(&self, claim: &Claim, reason: &str) -> Result<(), StorageError> {
        let (account, id, attempt) = (claim.record.account, claim.record.id, claim.record.attempt);
        if self.mark_failed(claim, reason).await? {
            return self.wind_up(account, id).await;
        }
        self.remove_attempt(account, id, attempt).await;
        Ok(())
    }

    /// Marks a claim as failed; its credits are still to be returned. False when the work is not this runner's any more.
    ///
    /// # Errors
    /// When the store cannot be reached; the lease runs out then.
    pub async fn mark_failed(&self, claim: &Claim, reason: &str) -> Result<bool, StorageError> {
        let (account, id, attempt) = (claim.record.account, claim.record.id, claim.record.attempt);
        let (reason, at) = (reason.to_owned(), self.inner.clock.now());
        let fail = move |record: &Record| record.failed(attempt, &reason, at);
        match self.inner.store.change("studio_fail", account, id, fail).await? {
            Changed::Yes(record) => {
                self.publish(&record);
                Ok(true)
            }
            Changed::No(_) | Changed::Missing => Ok(false),
        }
    }
}
