//! Step 5, store: the files are durably on the disk, and recorded. From then on it can be charged, and not cancelled.

use std::io;

use ledger::StorageError;

use super::{Claim, Steps};
use crate::generators::Artifact;
use crate::record::Record;
use crate::store::Changed;

/// What its owner reads when the files could not be written.
const NOT_STORED: &str = "The result could not be stored. Nothing was charged.";

/// What its owner reads when the generator succeeded with nothing in its hands.
const NO_FILES: &str = "The renderer gave no result. Nothing was charged.";

/// What came of storing the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// They are on the disk and recorded; next the credits are spent.
    Recorded,
    /// The generation has failed: there was nothing to store, or it could not be stored.
    Failed,
    /// The work is not this runner's any more; its files are gone again.
    Lost,
}

impl Steps {
    /// Puts a claim's files on the disk and records them.
    ///
    /// # Errors
    /// When the store cannot be reached. The lease runs out then, and the work is done again.
    pub async fn store(&self, claim: &Claim, artifacts: Vec<Artifact>) -> Result<Stored, StorageError> {
        let (account, id, attempt) = (claim.record.account, claim.record.id, claim.record.attempt);
        if artifacts.is_empty() {
            tracing::error!(generation = %id, attempt, "the generator succeeded without a file");
            self.fail(claim, NO_FILES).await?;
            return Ok(Stored::Failed);
        }
        let assets = match self.inner.assets.store(account, id, attempt, artifacts).await {
            Ok(assets) => assets,
            Err(error) => return self.not_stored(claim, &error).await,
        };
        let stored = move |record: &Record| record.stored(attempt, assets);
        match self.inner.store.change("studio_stored", account, id, stored).await? {
            Changed::Yes(record) => {
                self.publish(&record);
                Ok(Stored::Recorded)
            }
            Changed::No(_) | Changed::Missing => {
                self.remove_attempt(account, id, attempt).await;
                Ok(Stored::Lost)
            }
        }
    }

    /// Ends a claim whose files could not be written. Whoever takes the work away removes its folder: files that find it gone in that
    /// moment have lost a race and nothing else.
    async fn not_stored(&self, claim: &Claim, error: &io::Error) -> Result<Stored, StorageError> {
        let (account, id, attempt) = (claim.record.account, claim.record.id, claim.record.attempt);
        let marked = self.mark_failed(claim, NOT_STORED).await;
        if error.kind() == io::ErrorKind::NotFound && matches!(marked, Ok(false)) {
            tracing::debug!(generation = %id, attempt, %error, "the work was taken away while its files were written");
        } else {
            tracing::error!(generation = %id, attempt, %error, "the files were not stored");
        }
        if marked? {
            self.wind_up(account, id).await?;
            return Ok(Stored::Failed);
        }
        self.remove_attempt(account, id, attempt).await;
        Ok(Stored::Lost)
    }
}
