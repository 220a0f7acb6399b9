//! Apply events: whatever is due, the earliest first; what fails is tried again later, and what cannot succeed is kept for a person.

use std::time::Duration;

use credits::Timestamp;
use ledger::StorageError;
use tokio_util::sync::CancellationToken;

use super::record::{self, Failed};
use super::{EventRecord, GatewayEvent};
use crate::{Billing, BillingError};

/// How many events are taken at once.
const EVENTS_A_ROUND_MAX: u64 = 16;

/// For how long nobody else takes an event that is being applied. After a crash it is taken again then.
pub(super) const CLAIM: Duration = Duration::from_secs(120);

/// How long nothing is looked for after nothing was found and nobody told of anything. Other processes' events are found this late.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How long the first pause between two attempts is. Each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// How long a pause may become.
const LONGEST_PAUSE: Duration = Duration::from_secs(6 * 60 * 60);

/// After so many attempts, which is after about two days, an event is kept for a person.
const ATTEMPTS_MAX: u32 = 20;

/// The same for what belongs to nothing of ours, which is after about four minutes: what is still being written down is there by then.
const ATTEMPTS_OF_UNKNOWN_MAX: u32 = 8;

impl Billing {
    /// Applies events as they arrive, until told to stop.
    pub async fn run_events(&self, shutdown: CancellationToken) {
        loop {
            let done = tokio::select! {
                done = self.apply_due_events() => done,
                () = shutdown.cancelled() => return,
            };
            match done {
                Ok(0) => {}
                Ok(_) => continue,
                Err(cause) => tracing::warn!(%cause, "what was told about payments cannot be read now"),
            }
            tokio::select! {
                () = self.event_received.notified() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = shutdown.cancelled() => return,
            }
        }
    }

    /// Applies what is due at this moment, and says how many events that were.
    ///
    /// # Errors
    /// When the store is out of reach. What is out of reach elsewhere only puts an event off.
    pub async fn apply_due_events(&self) -> Result<usize, StorageError> {
        let (gateway, now) = (self.gateway.name(), self.clock.now());
        let claimed: Vec<EventRecord> = self
            .database
            .run("billing_claim_events", move |tx| {
                record::claim(tx, gateway, (now, now.after(CLAIM)), EVENTS_A_ROUND_MAX)
            })
            .await?;
        let count = claimed.len();
        for event in claimed {
            self.apply_event(event).await?;
        }
        Ok(count)
    }

    /// Applies an event that is claimed, and writes down how that went. Says why it failed, if it did.
    pub(super) async fn apply_event(&self, event: EventRecord) -> Result<Option<String>, StorageError> {
        let Some(about) = event.about.clone() else { return Ok(None) };
        let outcome = self.apply(&about).await;
        let (gateway, at, id) = (self.gateway.name(), self.clock.now(), event.id.clone());
        match outcome {
            Ok(applied) => {
                tracing::info!(event = %event.id, kind = %event.kind, %about, ?applied, "event applied");
                self.database.run("billing_mark_applied", move |tx| record::mark_applied(tx, gateway, &id, at)).await?;
                Ok(None)
            }
            Err(error) => {
                let again_at = self.again_at(&event, &error, at);
                let problem = error.to_string();
                if again_at.is_some() {
                    tracing::warn!(event = %event.id, kind = %event.kind, %about, cause = %problem, "event put off");
                } else {
                    tracing::error!(event = %event.id, kind = %event.kind, %about, cause = %problem, "event needs a person");
                }
                let why = problem.clone();
                self.database
                    .run("billing_mark_failed", move |tx| {
                        record::mark_failed(tx, gateway, &id, at, &Failed { problem: &problem, again_at })
                    })
                    .await?;
                Ok(Some(why))
            }
        }
    }

    /// When an event is tried again; `None` when it needs a person.
    fn again_at(&self, event: &EventRecord, error: &BillingError, now: Timestamp) -> Option<Timestamp> {
        let attempts_max = if error.is_unknown() { ATTEMPTS_OF_UNKNOWN_MAX } else { ATTEMPTS_MAX };
        if error.is_for_a_person() || event.attempts >= attempts_max {
            return None;
        }
        Some(now.after(pause(event.attempts, self.ids.number())))
    }

    /// Keeps for a person what a comparison with the gateway found.
    pub(crate) async fn keep_problem(&self, event: GatewayEvent, problem: String) -> Result<(), StorageError> {
        let (gateway, at) = (self.gateway.name(), self.clock.now());
        self.database
            .run("billing_keep_problem", move |tx| {
                record::insert(tx, gateway, &event, at)?;
                record::mark_dead(tx, gateway, &event.id, at, &problem)
            })
            .await
    }
}

/// The pause after so many attempts: doubled each time, and up to a quarter longer by chance, so that what failed together is not tried
/// together.
fn pause(attempts: u32, random: u64) -> Duration {
    let doubled = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
    let pause = FIRST_PAUSE.saturating_mul(doubled).min(LONGEST_PAUSE);
    let quarter_ms = u64::try_from(pause.as_millis() / 4).unwrap_or(u64::MAX).max(1);
    pause + Duration::from_millis(random % quarter_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_bound() {
        for (attempts, seconds) in [(0, 2), (1, 2), (2, 4), (3, 8), (10, 1_024), (15, 21_600), (40, 21_600)] {
            assert_eq!(pause(attempts, 0), Duration::from_secs(seconds), "{attempts}");
        }
        let longest = (0..1_000).map(|random| pause(1, random)).max().unwrap();
        assert!(longest > FIRST_PAUSE && longest < FIRST_PAUSE * 5 / 4, "{longest:?}");
    }
}
