//! Receive an event: write it down, and wake whoever applies it.

use ledger::StorageError;

use super::{GatewayEvent, record};
use crate::Billing;

impl Billing {
    /// Writes an event down durably; false when it was told before. After this the gateway need not tell it again.
    ///
    /// # Errors
    /// When the store is out of reach: then nothing was written, and the gateway must tell it again.
    pub async fn receive_event(&self, event: GatewayEvent) -> Result<bool, StorageError> {
        let (gateway, at) = (self.gateway.name(), self.clock.now());
        let is_new =
            self.database.run("billing_receive_event", move |tx| record::insert(tx, gateway, &event, at)).await?;
        if is_new {
            self.event_received.notify_one();
        }
        Ok(is_new)
    }
}
