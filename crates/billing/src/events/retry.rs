//! Try an event again that was given up, because somebody has put right what was in its way.

use ledger::StorageError;

use super::record;
use crate::{Billing, EventId};

impl Billing {
    /// Lets an event be tried again, at once; false when there is none of that id that could be.
    ///
    /// # Errors
    /// When the store is out of reach.
    pub async fn retry_event(&self, id: EventId) -> Result<bool, StorageError> {
        let (gateway, at) = (self.gateway.name(), self.clock.now());
        let is_there = self.database.run("billing_retry_event", move |tx| record::revive(tx, gateway, &id, at)).await?;
        if is_there {
            self.event_received.notify_one();
        }
        Ok(is_there)
    }
}
