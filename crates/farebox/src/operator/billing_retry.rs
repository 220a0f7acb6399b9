//! Trying something again that was told about payments.

use billing::EventId;
use serde::{Deserialize, Serialize};

use super::Answer;
use super::desk::{Desk, unavailable};

/// Try an event again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillingRetry {
    /// Its id.
    pub event: String,
}

impl Desk {
    /// It is let be tried again, and what is due is applied here and now: when no server runs nobody else would.
    pub(super) async fn billing_retry(&self, retry: BillingRetry) -> Answer {
        let unknown =
            || Answer::Refused(format!("no event {} waits; `farebox billing problems` lists them", retry.event));
        let Ok(id) = EventId::new(retry.event.clone()) else { return unknown() };
        match self.billing.retry_event(id).await {
            Ok(true) => match self.billing.apply_due_events().await {
                Ok(_) => Answer::BillingRetried,
                Err(error) => unavailable(&error),
            },
            Ok(false) => unknown(),
            Err(error) => unavailable(&error),
        }
    }
}
