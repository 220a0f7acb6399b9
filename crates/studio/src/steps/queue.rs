//! Step 3, queue: its credits are on hold, and runners see it.

use credits::AccountId;
use ledger::StorageError;
use uuid::Uuid;

use super::Steps;
use crate::Generation;
use crate::store::Changed;

impl Steps {
    /// Lets runners and its owner see a recorded request whose credits are on hold; `None` when the record is gone.
    ///
    /// # Errors
    /// When the store cannot be reached; a repetition of the request or the sweep takes the step then.
    pub async fn queue(&self, account: AccountId, id: Uuid) -> Result<Option<Generation>, StorageError> {
        match self.inner.store.change("studio_queue", account, id, |record| record.queued()).await? {
            Changed::Yes(record) => {
                let generation = self.publish(&record);
                self.inner.queue_grew.notify_waiters();
                Ok(generation)
            }
            Changed::No(record) => Ok(self.generation(&record)),
            Changed::Missing => Ok(None),
        }
    }
}
