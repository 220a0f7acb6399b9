//! Step 6, lose: the runner was not heard of in time. Another takes the work, unless too many were lost over it.

use credits::AccountId;
use ledger::StorageError;
use uuid::Uuid;

use super::Steps;
use crate::record::{Record, Stage};
use crate::store::Changed;

/// What its owner reads when runner after runner was lost over it.
const RUNNERS_LOST: &str = "The renderer stopped unexpectedly. Nothing was charged.";

impl Steps {
    /// Takes an attempt from its runner: back to the queue, or failed when it was the last that it may have.
    ///
    /// # Errors
    /// When a store cannot be reached; the next sweep tries again.
    pub async fn lose(&self, account: AccountId, id: Uuid, attempt: u32) -> Result<(), StorageError> {
        let (at, attempts_max) = (self.inner.clock.now(), self.inner.settings.attempts_max);
        let lose = move |record: &Record| record.lease_lost(attempt, attempts_max, RUNNERS_LOST, at);
        let record = match self.inner.store.change("studio_lose", account, id, lose).await? {
            Changed::Yes(record) => record,
            Changed::No(_) | Changed::Missing => return Ok(()),
        };
        tracing::warn!(generation = %id, attempt, leases_lost = record.leases_lost, "a runner was lost");
        // A runner that is alive after all stops: the work is not its own any more.
        self.inner.running.stop(id, attempt);
        self.publish(&record);
        self.remove_attempt(account, id, attempt).await;
        match record.stage {
            Stage::Failed { .. } => self.wind_up(account, id).await,
            Stage::Accepted
            | Stage::Queued
            | Stage::Running { .. }
            | Stage::Stored { .. }
            | Stage::Succeeded { .. }
            | Stage::Cancelled { .. } => {
                self.inner.queue_grew.notify_waiters();
                Ok(())
            }
        }
    }
}
