//! Step 5, settle: the credits are spent, and only then has it succeeded.

use credits::decide::{HoldState, Verb};
use credits::{AccountId, HoldId, IdempotencyKey};
use ledger::{LedgerError, StorageError};
use uuid::Uuid;

use super::Steps;
use crate::Generation;
use crate::record::{Record, Stage};
use crate::store::Changed;

/// What its owner reads when the credits came back before the result was there.
const RETURNED_BEFORE_RESULT: &str = "It took so long that its credits were returned. Nothing was charged.";

/// What became of the credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// They are spent.
    Spent,
    /// They had returned, and stay with their owner.
    Returned,
}

impl Steps {
    /// Spends the credits of a generation whose files are stored. Under its own key, so that it happens once.
    ///
    /// # Errors
    /// When the ledger cannot be reached; the sweep asks again.
    pub async fn settle(&self, account: AccountId, id: Uuid) -> Result<Settlement, StorageError> {
        let key = IdempotencyKey::of("settle", id);
        let refusal = match self.ask_ledger(account, Verb::Settle { key, hold: HoldId(id), amount: None }).await {
            Ok(_) => return Ok(Settlement::Spent),
            Err(LedgerError::Unavailable(error)) => return Err(error),
            Err(LedgerError::Refused(refusal)) => refusal,
        };
        tracing::warn!(generation = %id, %refusal, "a result could not be charged");
        let hold = self.inner.ledger.find_hold(account, HoldId(id)).await?;
        match hold.map(|hold| hold.state) {
            Some(HoldState::Settled { .. }) => Ok(Settlement::Spent),
            Some(HoldState::Active | HoldState::Released { .. } | HoldState::Expired { .. }) | None => {
                Ok(Settlement::Returned)
            }
        }
    }

    /// Marks a generation by what became of its credits: succeeded when they are spent, failed and without files otherwise.
    ///
    /// # Errors
    /// When the store cannot be reached; the sweep finishes it.
    pub async fn mark(&self, account: AccountId, id: Uuid, settlement: Settlement) -> Result<(), StorageError> {
        let at = self.inner.clock.now();
        let mark = move |record: &Record| match settlement {
            Settlement::Spent => record.succeeded(at),
            Settlement::Returned => record.failed_unpaid(RETURNED_BEFORE_RESULT, at),
        };
        match self.inner.store.change("studio_mark", account, id, mark).await? {
            Changed::Yes(record) => {
                self.publish(&record);
                match settlement {
                    Settlement::Spent => Ok(()),
                    Settlement::Returned => self.wind_up(account, id).await,
                }
            }
            Changed::No(_) | Changed::Missing => Ok(()),
        }
    }

    /// Takes a generation whose files are stored to its end, and says how it stands; `None` when it is not there.
    pub(crate) async fn finish(&self, account: AccountId, id: Uuid) -> Result<Option<Generation>, StorageError> {
        let Some(record) = self.inner.store.find(account, id).await? else { return Ok(None) };
        if !matches!(record.stage, Stage::Stored { .. }) {
            return Ok(self.generation(&record));
        }
        let settlement = self.settle(account, id).await?;
        self.mark(account, id, settlement).await?;
        Ok(self.inner.store.find(account, id).await?.and_then(|record| self.generation(&record)))
    }
}
