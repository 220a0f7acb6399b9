//! The sweep: walks every unfinished generation through the same steps as ever, at the start and from then on.

use credits::HoldId;
use credits::decide::HoldState;
use futures_util::{StreamExt as _, stream};
use ledger::StorageError;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::record::{Record, Stage};
use crate::steps::Steps;
use crate::store::OpenRecord;

/// How many records are read in one go.
const PAGE: usize = 500;

/// How many are walked at once: the ledger takes all that wait into one durable write.
const AT_ONCE: usize = 64;

/// When a sweep is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The program starts, and is the only one on its data: what runs on paper has nobody at it.
    StartUp,
    /// The program runs, and work is lost when its lease has run out.
    Periodic,
}

impl Steps {
    /// Walks every unfinished generation one step on, and says how many there were. What fails is logged and left for the next.
    ///
    /// # Errors
    /// When the unfinished generations cannot be read.
    pub async fn sweep(&self, occasion: Occasion) -> Result<usize, StorageError> {
        let mut walked = 0;
        let mut after = None;
        loop {
            let page = self.inner.store.open_records(after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(walked) };
            after = Some(last.id);
            walked += page.len();
            let walk = |open: OpenRecord| async move {
                if let Err(error) = self.walk(open, occasion).await {
                    tracing::warn!(generation = %open.id, %error, "an unfinished generation waits for the next sweep");
                }
            };
            stream::iter(page).for_each_concurrent(AT_ONCE, walk).await;
        }
    }

    async fn walk(&self, open: OpenRecord, occasion: Occasion) -> Result<(), StorageError> {
        let OpenRecord { account, id } = open;
        let Some(record) = self.inner.store.find(account, id).await? else { return Ok(()) };
        match &record.stage {
            // Another process may have it in hand, for which this one gives it as long as a runner may be silent.
            Stage::Accepted if self.inner.store.is_shared() && self.is_young(&record) => Ok(()),
            Stage::Accepted => self.complete_or_drop(&record).await,
            Stage::Queued => self.keep(account, id).await,
            Stage::Running { lease_until, .. } => {
                let is_lost = match occasion {
                    Occasion::StartUp => true,
                    Occasion::Periodic => *lease_until <= self.inner.clock.now(),
                };
                if is_lost { self.lose(account, id, record.attempt).await } else { Ok(()) }
            }
            Stage::Stored { .. } if self.inner.running.is_at_work(id) => Ok(()),
            Stage::Stored { .. } => self.finish(account, id).await.map(drop),
            Stage::Failed { .. } | Stage::Cancelled { .. } => self.wind_up(account, id).await,
            Stage::Succeeded { .. } => Ok(()),
        }
    }

    /// Whether a record was made less than a lease ago.
    fn is_young(&self, record: &Record) -> bool {
        record.created_at.after(self.inner.settings.lease) > self.inner.clock.now()
    }

    /// Sees to a record whose submission was cut off: queued if its credits are on hold, dropped if not. Nobody was answered, so that a
    /// retry under its key begins anew.
    async fn complete_or_drop(&self, record: &Record) -> Result<(), StorageError> {
        // Whoever has the submission in hand sees to it; and nobody takes it up while the sweep does.
        let Some(_in_hand) = self.inner.running.begin_submission(record.id) else { return Ok(()) };
        let hold = self.inner.ledger.find_hold(record.account, HoldId(record.id)).await?;
        match hold.map(|hold| hold.state) {
            Some(HoldState::Active) => self.queue(record.account, record.id).await.map(drop),
            Some(HoldState::Settled { .. } | HoldState::Released { .. } | HoldState::Expired { .. }) | None => {
                self.inner.store.remove_accepted(record.account, record.id).await
            }
        }
    }
}

/// Sweeps once every heartbeat until the program stops.
pub(crate) async fn run(steps: Steps, shutdown: CancellationToken) {
    let mut ticks = interval(steps.inner.settings.heartbeat);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = steps.sweep(Occasion::Periodic).await {
            tracing::warn!(%error, "the sweep could not read the unfinished generations");
        }
        // A runner that a fault of the store sent back to waiting looks again.
        steps.inner.queue_grew.notify_waiters();
    }
}
