//! What about payments needs a person.

use billing::events::{EventRecord, EventState};
use serde::{Deserialize, Serialize};

use super::Answer;
use super::desk::{Desk, unavailable};

/// How many are listed.
const PROBLEMS_MAX: u64 = 1_000;

/// What needs a person, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BillingProblems {
    /// Each of them.
    pub problems: Vec<BillingProblem>,
}

/// Something that could not be applied.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BillingProblem {
    /// The event's id, by which it is tried again.
    pub event: String,
    /// What the gateway says happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is about.
    pub about: String,
    /// When it arrived.
    pub received_at: wire::Time,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it could not be applied.
    pub problem: String,
}

impl Desk {
    pub(super) async fn billing_problems(&self) -> Answer {
        match self.billing.list_events(EventState::Dead, PROBLEMS_MAX).await {
            Ok(found) => Answer::BillingProblems(BillingProblems { problems: found.into_iter().map(shown).collect() }),
            Err(error) => unavailable(&error),
        }
    }
}

fn shown(event: EventRecord) -> BillingProblem {
    BillingProblem {
        event: event.id.to_string(),
        kind: event.kind,
        about: event.about.map(|about| about.to_string()).unwrap_or_default(),
        received_at: event.received_at.into(),
        attempts: event.attempts,
        problem: event.problem.unwrap_or_default(),
    }
}
