//! Step 6, wind up: the credits of work without a result return, and its files go.

use credits::decide::{HoldState, Verb};
use credits::{AccountId, HoldId, IdempotencyKey};
use ledger::{LedgerError, StorageError};
use uuid::Uuid;

use super::Steps;

impl Steps {
    /// Carries out the end of a generation that failed or was cancelled.
    ///
    /// # Errors
    /// When a store cannot be reached. The sweep tries again, and if even that does not happen the hold expires.
    pub async fn wind_up(&self, account: AccountId, id: Uuid) -> Result<(), StorageError> {
        self.release(account, id).await?;
        if let Err(error) = self.inner.assets.remove_all(account, id).await {
            tracing::warn!(generation = %id, %error, "files of a generation without a result were not removed");
        }
        self.inner.store.change("studio_wound_up", account, id, |record| record.wound_up()).await?;
        Ok(())
    }

    /// Returns the credits that a hold set aside, unless it has ended. Under its own key, so that it happens once.
    pub(crate) async fn release(&self, account: AccountId, id: Uuid) -> Result<(), StorageError> {
        let verb = Verb::Release { key: IdempotencyKey::of("release", id), hold: HoldId(id) };
        let refusal = match self.ask_ledger(account, verb).await {
            Ok(_) => return Ok(()),
            Err(LedgerError::Unavailable(error)) => return Err(error),
            Err(LedgerError::Refused(refusal)) => refusal,
        };
        match self.inner.ledger.find_hold(account, HoldId(id)).await?.map(|hold| hold.state) {
            Some(HoldState::Released { .. } | HoldState::Expired { .. }) | None => {}
            Some(HoldState::Settled { .. }) => {
                tracing::error!(generation = %id, %refusal, "the credits of work without a result are spent");
            }
            Some(HoldState::Active) => {
                tracing::error!(generation = %id, %refusal, "the ledger keeps a hold that should return; it expires by itself");
            }
        }
        Ok(())
    }
}
