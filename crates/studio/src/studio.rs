//! The studio, as the server sees it.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;

use credits::{AccountId, Credits, IdempotencyKey, Request};
use ledger::StorageError;
use tokio::sync::broadcast;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::generators::Generator;
use crate::steps::{Accepted, Steps};
use crate::sweep::Occasion;
use crate::{AssetFile, CancelError, Generation, StudioParts, SubmitError, elsewhere, runner, sweep};

/// The most generations that one page of a list has.
const PAGE_MAX: usize = 100;

/// How long the start waits before it asks a store again that could not be reached.
const START_RETRY_EVERY: Duration = Duration::from_secs(1);

/// Generations, from request to result. Cheap to clone.
#[derive(Clone)]
pub struct Studio {
    steps: Steps,
    generator: Arc<dyn Generator>,
}

impl Studio {
    /// Opens the records and the folder of files. Nothing is worked on before [`Studio::run`].
    ///
    /// # Errors
    /// When the tables cannot be brought up to date or the folder cannot be made.
    pub async fn open(parts: StudioParts) -> Result<Self, StorageError> {
        let generator = Arc::clone(&parts.generator);
        Ok(Self { steps: Steps::open(parts).await?, generator })
    }

    /// The single steps that all else is made of.
    #[must_use]
    pub const fn steps(&self) -> &Steps {
        &self.steps
    }

    /// Accepts a request, sets its credits aside and queues it. The same request under the same key is the same generation.
    ///
    /// Once begun it goes on though the caller goes away: a lost connection leaves nothing half done.
    ///
    /// # Errors
    /// Every [`SubmitError`] says what is held and recorded after it.
    pub async fn submit(
        &self,
        account: AccountId,
        key: IdempotencyKey,
        request: Request,
        expected_cost: Credits,
    ) -> Result<Accepted, SubmitError> {
        let steps = self.steps.clone();
        let submission = tokio::spawn(async move { steps.submit(account, key, request, expected_cost).await });
        match submission.await {
            Ok(outcome) => outcome,
            Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
            // The program stops; whether it was accepted is found out by a repetition.
            Err(_) => Err(SubmitError::InProgress),
        }
    }

    /// Stops a generation and returns its credits. Goes on though the caller goes away.
    ///
    /// # Errors
    /// `NotFound` for what is not there or someone else's, `AlreadyFinal` for what has ended, `Unavailable`.
    pub async fn cancel(&self, account: AccountId, id: Uuid) -> Result<Generation, CancelError> {
        let steps = self.steps.clone();
        let cancellation = tokio::spawn(async move { steps.cancel(account, id).await });
        match cancellation.await {
            Ok(outcome) => outcome,
            Err(error) if error.is_panic() => resume_unwind(error.into_panic()),
            Err(_) => Err(CancelError::Unavailable(StorageError::unavailable("the program stops"))),
        }
    }

    /// An account's generations, newest first, beginning after the cursor; and the next page's cursor, if there is one.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn list(
        &self,
        account: AccountId,
        cursor: Option<Uuid>,
        limit: usize,
    ) -> Result<(Vec<Generation>, Option<Uuid>), StorageError> {
        let limit = limit.clamp(1, PAGE_MAX);
        let mut records = self.steps.inner.store.list(account, cursor, limit.saturating_add(1)).await?;
        let has_more = records.len() > limit;
        records.truncate(limit);
        let cursor = records.last().filter(|_| has_more).map(|record| record.id);
        Ok((records.iter().filter_map(|record| self.steps.generation(record)).collect(), cursor))
    }

    /// One generation; `None` when it is not there or someone else's.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn find(&self, account: AccountId, id: Uuid) -> Result<Option<Generation>, StorageError> {
        Ok(self.steps.inner.store.find(account, id).await?.and_then(|record| self.steps.generation(&record)))
    }

    /// One file of a generation that succeeded; `None` when it is not there or someone else's.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn asset(&self, account: AccountId, id: Uuid, n: usize) -> Result<Option<AssetFile>, StorageError> {
        let asset = self.steps.inner.store.asset(account, id, n).await?;
        Ok(asset.map(|asset| self.steps.inner.assets.file(account, id, asset)))
    }

    /// Every change of the account's generations from now on, progress too, no more than about five times a second each.
    ///
    /// Whoever falls far behind is told so by the receiver and reads the list again; revisions tell what is newer.
    #[must_use]
    pub fn subscribe(&self, account: AccountId) -> broadcast::Receiver<Generation> {
        self.steps.inner.events.subscribe(account)
    }

    /// Finishes what an earlier run left, then works until told to stop. Returns when running work was put down cleanly: back in the
    /// queue, its credits on hold, to go on after the next start.
    ///
    /// To be called once in a process; where data is kept in files, by the only process on them.
    pub async fn run(self, shutdown: CancellationToken) {
        let tasks = TaskTracker::new();
        tasks.spawn(elsewhere::run(self.steps.clone(), shutdown.clone()));
        // Where others may be at work, only the end of a lease says that somebody is not.
        let occasion = if self.steps.inner.store.is_shared() { Occasion::Periodic } else { Occasion::StartUp };
        // No runner may be at work before it is known what runs on paper only.
        while let Err(error) = self.steps.sweep(occasion).await {
            tracing::error!(%error, "the unfinished generations cannot be read; trying again");
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = sleep(START_RETRY_EVERY) => {}
            }
        }
        for _ in 0..self.steps.inner.settings.runners {
            tasks.spawn(runner::run(self.steps.clone(), Arc::clone(&self.generator), shutdown.clone()));
        }
        tasks.spawn(sweep::run(self.steps.clone(), shutdown));
        tasks.close();
        tasks.wait().await;
    }
}
