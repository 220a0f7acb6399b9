//! Events, who is told of them, and how far each delivery has come.

use serde_json::Value;

use super::words::words;

/// Something that happened.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub id: String,
    pub created_s: i64,
    /// Such as `invoice.paid`.
    pub kind: &'static str,
    /// The object as it was at that moment.
    pub object: Value,
    pub cause: Cause,
    pub deliveries: Vec<Delivery>,
}

/// The call that something came of; empty when it came of nobody's call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cause {
    pub request: Option<String>,
    pub idempotency_key: Option<String>,
}

/// One event on its way to one endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub endpoint: String,
    pub state: DeliveryState,
    pub attempts: u32,
    /// What became of the last attempt.
    pub last_answer: String,
}

/// Somebody who is told of events.
#[derive(Debug, Clone)]
pub(crate) struct WebhookEndpoint {
    pub id: String,
    pub created_s: i64,
    pub url: String,
    pub secrets: Vec<String>,
    pub enabled_events: Vec<String>,
}

words! {
    /// How far a delivery has come.
    DeliveryState {
        Waiting => "waiting",
        Delivered => "delivered",
        /// A fault: nobody will ever try.
        Dropped => "dropped",
        GivenUp => "given up",
    }
}

impl Delivery {
    /// A delivery that was not attempted yet.
    pub(crate) const fn new(endpoint: String, state: DeliveryState) -> Self {
        Self { endpoint, state, attempts: 0, last_answer: String::new() }
    }
}

impl WebhookEndpoint {
    /// Whether it wants to be told of events of that type.
    pub(crate) fn wants(&self, kind: &str) -> bool {
        self.enabled_events.iter().any(|enabled| enabled == "*" || enabled == kind)
    }
}
