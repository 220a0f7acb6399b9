//! Try an event again that was given up, because somebody has put right what was in its way.

use ledger::StorageError;

use super::record;
use super::work::CLAIM;
use crate::{Billing, EventId};

/// How trying an event again went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retried {
    /// It is applied.
    Applied,
    /// It failed again, and why.
    Failed(String),
}

impl Billing {
    /// Tries an event again, here and now; `None` when there is none of that id that was not applied.
    ///
    /// # Errors
    /// When the store is out of reach.
    pub async fn retry_event(&self, id: EventId) -> Result<Option<Retried>, StorageError> {
        let (gateway, until) = (self.gateway.name(), self.clock.now().after(CLAIM));
        let taken = self.database.run("billing_retry_event", move |tx| record::take(tx, gateway, &id, until)).await?;
        let Some(event) = taken else { return Ok(None) };
        Ok(Some(self.apply_event(event).await?.map_or(Retried::Applied, Retried::Failed)))
    }
}
