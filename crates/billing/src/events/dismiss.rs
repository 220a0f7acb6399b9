//! Set an event aside that needed a person, because that person has seen to it in another way.

use ledger::StorageError;

use super::record;
use crate::{Billing, EventId};

impl Billing {
    /// Sets an event aside; false when none of that id needs a person.
    ///
    /// # Errors
    /// When the store is out of reach.
    pub async fn dismiss_event(&self, id: EventId) -> Result<bool, StorageError> {
        let (gateway, at) = (self.gateway.name(), self.clock.now());
        self.database.run("billing_dismiss_event", move |tx| record::dismiss(tx, gateway, &id, at)).await
    }
}
