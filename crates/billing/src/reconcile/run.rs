//! Compare every few minutes: what is new each time, and everything that may still change once a day.

use std::time::Duration;

use credits::Timestamp;
use ledger::StorageError;
use tokio_util::sync::CancellationToken;

use crate::{Billing, events};

/// How far back every comparison goes.
const RECENT: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// How far back the daily one goes: money may take weeks to arrive, and longer to be asked back.
const WIDE: Duration = Duration::from_secs(120 * 24 * 60 * 60);

/// How often everything that may still change is compared.
const WIDE_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long events that are done with are kept: long enough to look back from a complaint.
const EVENTS_KEPT: Duration = Duration::from_secs(90 * 24 * 60 * 60);

impl Billing {
    /// Compares again and again, until told to stop. The first comparison is a wide one: nobody knows how long nothing was running.
    pub async fn run_reconciler(&self, every: Duration, shutdown: CancellationToken) {
        let mut last_wide: Option<Timestamp> = None;
        loop {
            let now = self.clock.now();
            let is_wide = last_wide.is_none_or(|at| at.after(WIDE_EVERY) <= now);
            let since = now.before(if is_wide { WIDE } else { RECENT });
            let mut nobody_watches = |_, _| {};
            let compared = tokio::select! {
                compared = self.reconcile_listed(since, &mut nobody_watches) => compared,
                () = shutdown.cancelled() => return,
            };
            match compared {
                Ok(mut report) => {
                    if is_wide && let Err(cause) = self.reconcile_ours(now.before(RECENT), &mut report).await {
                        tracing::warn!(%cause, "what was credited is compared with the payment gateway later");
                    }
                    let (compared, healed, problems) = (report.compared, report.healed.len(), report.problems.len());
                    tracing::debug!(compared, healed, problems, is_wide, "compared with the payment gateway");
                    if is_wide {
                        last_wide = Some(now);
                        self.forget_events(now).await;
                    }
                }
                Err(cause) => tracing::warn!(%cause, "the comparison with the payment gateway goes on later"),
            }
            tokio::select! {
                () = tokio::time::sleep(every) => {}
                () = shutdown.cancelled() => return,
            }
        }
    }

    /// Forgets events that are done with and old. Failing to is nobody's loss.
    async fn forget_events(&self, now: Timestamp) {
        let gateway = self.gateway.name();
        let before = now.before(EVENTS_KEPT);
        let forgotten: Result<u64, StorageError> =
            self.database.run("billing_forget_events", move |tx| events::forget_before(tx, gateway, before)).await;
        if let Err(cause) = forgotten {
            tracing::warn!(%cause, "old events are still kept");
        }
    }
}
