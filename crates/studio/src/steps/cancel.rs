//! Step 6, cancel: its owner stops it.

use credits::AccountId;
use uuid::Uuid;

use super::Steps;
use crate::record::{Record, Stage};
use crate::store::Changed;
use crate::{CancelError, Generation};

impl Steps {
    /// Stops a generation and returns its credits. The generator is told at once.
    ///
    /// Against a result that arrives in the same moment exactly one wins: the record is either cancelled or has its files stored, and
    /// what is stored is finished before this answers.
    ///
    /// # Errors
    /// `NotFound`, `AlreadyFinal`, or `Unavailable`.
    pub async fn cancel(&self, account: AccountId, id: Uuid) -> Result<Generation, CancelError> {
        let cancelled = self.mark_cancelled(account, id).await?;
        if let Err(error) = self.wind_up(account, id).await {
            tracing::warn!(generation = %id, %error, "the credits of a cancelled generation wait for the sweep to return them");
        }
        Ok(cancelled)
    }

    /// Marks a generation as cancelled and tells its generator; its credits are still to be returned.
    ///
    /// # Errors
    /// `NotFound`, `AlreadyFinal`, or `Unavailable`.
    pub async fn mark_cancelled(&self, account: AccountId, id: Uuid) -> Result<Generation, CancelError> {
        let at = self.inner.clock.now();
        match self.inner.store.change("studio_cancel", account, id, move |record| record.cancelled(at)).await? {
            Changed::Yes(record) => {
                self.inner.running.stop(id, record.attempt);
                self.publish(&record).ok_or(CancelError::NotFound)
            }
            Changed::No(record) => Err(self.why_not(record).await),
            Changed::Missing => Err(CancelError::NotFound),
        }
    }

    /// Why a record that is there cannot be cancelled.
    async fn why_not(&self, record: Record) -> CancelError {
        let standing = match record.stage {
            Stage::Stored { .. } => self.finish(record.account, record.id).await,
            Stage::Accepted
            | Stage::Queued
            | Stage::Running { .. }
            | Stage::Succeeded { .. }
            | Stage::Failed { .. }
            | Stage::Cancelled { .. } => Ok(self.generation(&record)),
        };
        match standing {
            Ok(Some(generation)) => CancelError::AlreadyFinal(generation),
            Ok(None) => CancelError::NotFound,
            Err(error) => CancelError::Unavailable(error),
        }
    }
}
