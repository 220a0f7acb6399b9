//! A runner: claims one generation after the other, lets the generator work, and takes the outcome to its end.

use std::future::pending;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ledger::StorageError;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use crate::generators::{Artifact, Control, Generator, GeneratorError};
use crate::steps::{Claim, Heartbeat, Steps, Stored};

/// How long a generator may take to notice that it should stop. It promises 200 ms; then its task is dropped.
const STOP_WITHIN: Duration = Duration::from_secs(2);

/// How far apart two announcements of progress are at least: about five a second.
const PROGRESS_EVERY: Duration = Duration::from_millis(200);

/// How far apart other processes on the same database are told of progress.
const PROGRESS_ELSEWHERE_EVERY: Duration = Duration::from_secs(1);

/// How long a runner waits after the store could not be reached.
const STORE_RETRY_EVERY: Duration = Duration::from_secs(1);

/// What its owner reads when the generator broke, whatever the cause.
const BROKE: &str = "The renderer broke. Nothing was charged.";

/// What its owner reads when the credits came back while the generator worked.
const RETURNED_WHILE_RUNNING: &str = "It took so long that its credits were returned. Nothing was charged.";

type Task = JoinHandle<Result<Vec<Artifact>, GeneratorError>>;

/// How the work of a generator ended.
enum Outcome {
    /// With files.
    Made(Vec<Artifact>),
    /// Without, for this reason.
    Failed(String),
    /// It was stopped by whoever has taken the work away, and has seen to its end.
    TakenAway,
    /// It was stopped because the program stops.
    PutDown,
}

/// Works until the program stops.
pub(crate) async fn run(steps: Steps, generator: Arc<dyn Generator>, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        // Waits for the queue from before it looks, so that nothing which is queued in between is overlooked.
        let mut queue_grew = pin!(steps.queue_grew());
        queue_grew.as_mut().enable();
        match steps.claim().await {
            Ok(Some(claim)) => {
                let id = claim.record.id;
                if let Err(error) = work(&steps, &generator, claim, &shutdown).await {
                    tracing::error!(generation = %id, %error, "a generation waits for the sweep to be finished");
                }
            }
            Ok(None) => {
                tokio::select! {
                    () = shutdown.cancelled() => {}
                    () = queue_grew => {}
                }
            }
            Err(error) => {
                tracing::error!(%error, "the queue cannot be read");
                tokio::select! {
                    () = shutdown.cancelled() => {}
                    () = sleep(STORE_RETRY_EVERY) => {}
                }
            }
        }
    }
}

/// Takes a claim to its end.
async fn work(
    steps: &Steps,
    generator: &Arc<dyn Generator>,
    claim: Claim,
    shutdown: &CancellationToken,
) -> Result<(), StorageError> {
    // The first heartbeat comes before the work: the hold may be old after a long queue, and whoever cancelled between the claim and
    // this runner's taking its seat found nobody to tell.
    match steps.heartbeat(&claim).await {
        Ok(Heartbeat::Kept) => {}
        Ok(Heartbeat::Lost) => return Ok(()),
        Ok(Heartbeat::HoldEnded) => return steps.fail(&claim, RETURNED_WHILE_RUNNING).await,
        Err(error) => tracing::warn!(generation = %claim.record.id, %error, "a heartbeat went missing"),
    }
    match generate(steps, generator, &claim, shutdown).await {
        Outcome::Made(artifacts) => match steps.store(&claim, artifacts).await? {
            Stored::Recorded => steps.finish(claim.record.account, claim.record.id).await.map(drop),
            Stored::Failed | Stored::Lost => Ok(()),
        },
        Outcome::Failed(reason) => steps.fail(&claim, &reason).await,
        Outcome::PutDown => steps.put_down(&claim).await,
        Outcome::TakenAway => Ok(()),
    }
}

/// Lets the generator work, with heartbeats and progress, until it ends or is stopped.
async fn generate(
    steps: &Steps,
    generator: &Arc<dyn Generator>,
    claim: &Claim,
    shutdown: &CancellationToken,
) -> Outcome {
    let stop = &claim.seat.cancelled;
    let (control, progress) = Control::new(stop.clone());
    let (generator, work) = (Arc::clone(generator), claim.work());
    // A task of its own, so that a generator that panics takes nothing else with it.
    let mut task: Task = tokio::spawn(async move { generator.generate(work, control).await });
    let mut announcer = Announcer::new(progress);
    let mut told_elsewhere_at = Instant::now();
    let every = steps.inner.settings.heartbeat;
    let mut beats = interval_at(Instant::now() + every, every);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            ended = &mut task => return outcome(claim, ended),
            () = stop.cancelled() => {
                stopped(task).await;
                return Outcome::TakenAway;
            }
            () = shutdown.cancelled() => {
                stop.cancel();
                // Work that was done in the last moment is not done again.
                return stopped(task).await.map_or(Outcome::PutDown, Outcome::Made);
            }
            permille = announcer.next() => {
                claim.seat.note_progress(permille);
                steps.announce_progress(claim);
                if steps.inner.store.is_shared() && told_elsewhere_at.elapsed() >= PROGRESS_ELSEWHERE_EVERY {
                    told_elsewhere_at = Instant::now();
                    steps.announce_progress_elsewhere(claim, permille);
                }
            }
            _ = beats.tick() => match steps.heartbeat(claim).await {
                Ok(Heartbeat::Kept) => {}
                Ok(Heartbeat::Lost) => stop.cancel(),
                Ok(Heartbeat::HoldEnded) => {
                    stop.cancel();
                    stopped(task).await;
                    return Outcome::Failed(RETURNED_WHILE_RUNNING.to_owned());
                }
                Err(error) => tracing::warn!(generation = %claim.record.id, %error, "a heartbeat went missing"),
            },
        }
    }
}

/// Waits for a generator that was told to stop. Its files, if it was done already.
async fn stopped(mut task: Task) -> Option<Vec<Artifact>> {
    match timeout(STOP_WITHIN, &mut task).await {
        Ok(Ok(Ok(artifacts))) => Some(artifacts),
        Ok(Ok(Err(_)) | Err(_)) => None,
        Err(_) => {
            tracing::error!("a generator did not stop when it was told to");
            task.abort();
            None
        }
    }
}

/// What the end of a generator's task means. Causes go to the log, sentences to the owner.
fn outcome(claim: &Claim, ended: Result<Result<Vec<Artifact>, GeneratorError>, JoinError>) -> Outcome {
    let id = claim.record.id;
    let cause = match ended {
        Ok(Ok(artifacts)) => return Outcome::Made(artifacts),
        Ok(Err(GeneratorError::Refused { reason })) => return Outcome::Failed(reason),
        Ok(Err(GeneratorError::Cancelled)) if claim.seat.cancelled.is_cancelled() => return Outcome::TakenAway,
        Ok(Err(GeneratorError::Cancelled)) => "it says that it was cancelled, and was not".to_owned(),
        Ok(Err(GeneratorError::Failed { cause })) => cause,
        Err(error) => error.to_string(),
    };
    tracing::error!(generation = %id, attempt = claim.record.attempt, %cause, "the generator broke");
    Outcome::Failed(BROKE.to_owned())
}

impl Steps {
    /// Tells whoever listens how far a claim is.
    fn announce_progress(&self, claim: &Claim) {
        // Whoever has taken the work away has announced more than this runner knows.
        if !claim.seat.cancelled.is_cancelled()
            && let Some(generation) = self.generation(&claim.record)
        {
            self.inner.events.publish(generation);
        }
    }
}

impl Steps {
    /// Tells other processes how far a claim is, without waiting for it: what goes missing is made up for by the next.
    fn announce_progress_elsewhere(&self, claim: &Claim, permille: u32) {
        let (steps, record) = (self.clone(), claim.record.clone());
        tokio::spawn(async move {
            if let Err(error) = steps.inner.store.tell_progress(&record, permille).await {
                tracing::debug!(generation = %record.id, %error, "other processes were not told of progress");
            }
        });
    }
}

/// Progress, no more often than people can follow it.
struct Announcer {
    progress: watch::Receiver<u32>,
    quiet_until: Instant,
}

impl Announcer {
    fn new(progress: watch::Receiver<u32>) -> Self {
        Self { progress, quiet_until: Instant::now() }
    }

    /// The next progress that is worth announcing. May be dropped and asked again without losing any.
    async fn next(&mut self) -> u32 {
        sleep_until(self.quiet_until).await;
        if self.progress.changed().await.is_err() {
            // The generator has let go of its end and is about to answer.
            pending::<()>().await;
        }
        self.quiet_until = Instant::now() + PROGRESS_EVERY;
        *self.progress.borrow_and_update()
    }
}
