//! What was told, for operators.

use ledger::StorageError;

use super::{EventRecord, EventState, record};
use crate::Billing;

impl Billing {
    /// Events in a state, the newest first, at most so many.
    ///
    /// # Errors
    /// When the store is out of reach.
    pub async fn list_events(&self, state: EventState, limit: u64) -> Result<Vec<EventRecord>, StorageError> {
        let gateway = self.gateway.name();
        self.database.read("billing_list_events", move |tx| record::list(tx, gateway, state, limit)).await
    }
}
