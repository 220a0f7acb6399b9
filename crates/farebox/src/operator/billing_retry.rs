//! Trying something again that was told about payments, or setting it aside.

use billing::EventId;
use billing::events::Retried;
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

/// Set an event aside.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BillingDismiss {
    /// Its id.
    pub event: String,
}

/// How trying again went.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BillingRetried {
    /// Which.
    pub event: String,
    /// Why it failed again; absent when it is applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl Desk {
    pub(super) async fn billing_retry(&self, retry: BillingRetry) -> Answer {
        let event = retry.event;
        let Ok(id) = EventId::new(event.clone()) else { return unknown(&event) };
        match self.billing.retry_event(id).await {
            Ok(Some(Retried::Applied)) => Answer::BillingRetried(BillingRetried { event, problem: None }),
            Ok(Some(Retried::Failed(why))) => Answer::BillingRetried(BillingRetried { event, problem: Some(why) }),
            Ok(None) => unknown(&event),
            Err(error) => unavailable(&error),
        }
    }

    pub(super) async fn billing_dismiss(&self, dismiss: BillingDismiss) -> Answer {
        let event = dismiss.event;
        let Ok(id) = EventId::new(event.clone()) else { return unknown(&event) };
        match self.billing.dismiss_event(id).await {
            Ok(true) => {
                tracing::info!(event, "an operator set an event aside");
                Answer::BillingDismissed
            }
            Ok(false) => unknown(&event),
            Err(error) => unavailable(&error),
        }
    }
}

fn unknown(event: &str) -> Answer {
    Answer::Refused(format!("no event {event} needs a person; `farebox billing problems` lists those that do"))
}
