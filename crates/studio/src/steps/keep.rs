//! Step 3, keep: what waits for a runner keeps its credits on hold, however long the queue is.

use credits::decide::{HoldState, Verb};
use credits::{AccountId, HoldId};
use ledger::{LedgerError, StorageError};
use uuid::Uuid;

use super::Steps;
use crate::record::Record;
use crate::store::Changed;

/// What its owner reads when the credits came back before a runner was free.
const RETURNED_WHILE_WAITING: &str = "It waited so long that its credits were returned. Nothing was charged.";

impl Steps {
    /// Extends the hold of a generation that waits when half of its time is over; fails the generation when the hold has ended.
    ///
    /// # Errors
    /// When a store cannot be reached.
    pub async fn keep(&self, account: AccountId, id: Uuid) -> Result<(), StorageError> {
        let hold = self.inner.ledger.find_hold(account, HoldId(id)).await?;
        let soon = self.inner.ledger.now().after(self.inner.settings.hold_for() / 2);
        let is_kept = match hold.map(|hold| (hold.state, hold.expires_at)) {
            Some((HoldState::Active, expires_at)) if expires_at > soon => true,
            Some((HoldState::Active, _)) => {
                let verb = Verb::Extend { hold: HoldId(id), expires_at: self.hold_expires_at() };
                match self.ask_ledger(account, verb).await {
                    Ok(_) => true,
                    Err(LedgerError::Unavailable(error)) => return Err(error),
                    Err(LedgerError::Refused(_)) => false,
                }
            }
            Some((HoldState::Settled { .. } | HoldState::Released { .. } | HoldState::Expired { .. }, _)) | None => {
                false
            }
        };
        if is_kept {
            return Ok(());
        }
        let at = self.inner.clock.now();
        let fail = move |record: &Record| record.failed_waiting(RETURNED_WHILE_WAITING, at);
        match self.inner.store.change("studio_fail_waiting", account, id, fail).await? {
            Changed::Yes(record) => {
                self.publish(&record);
                self.wind_up(account, id).await
            }
            Changed::No(_) | Changed::Missing => Ok(()),
        }
    }
}
