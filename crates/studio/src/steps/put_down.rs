//! Step 6, put down: the program stops. The work goes back to the queue with its credits on hold, and goes on after the start.

use ledger::StorageError;

use super::{Claim, Steps};
use crate::record::Record;
use crate::store::Changed;

impl Steps {
    /// Gives a claim back to the queue. It is not counted as lost, because nothing went wrong with it.
    ///
    /// # Errors
    /// When the store cannot be reached; the next start finds the work as lost then.
    pub async fn put_down(&self, claim: &Claim) -> Result<(), StorageError> {
        let (account, id, attempt) = (claim.record.account, claim.record.id, claim.record.attempt);
        let put_down = move |record: &Record| record.put_down(attempt);
        match self.inner.store.change("studio_put_down", account, id, put_down).await? {
            Changed::Yes(record) => {
                self.publish(&record);
            }
            Changed::No(_) | Changed::Missing => {}
        }
        Ok(())
    }
}
