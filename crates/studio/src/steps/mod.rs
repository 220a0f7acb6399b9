//! The steps of a generation, one file each. Every step is safe to repeat, and a crash between any two of them charges nobody.
//!
//! 1. [`Steps::accept`] records what was asked for, under its idempotency key
//! 2. [`Steps::hold`] sets the credits aside; a refusal removes the record
//! 3. [`Steps::queue`] lets runners see it; [`Steps::claim`] gives it to one under a lease; [`Steps::heartbeat`] extends the lease and
//!    the hold
//! 4. the generator works
//! 5. [`Steps::store`] puts the files on the disk, [`Steps::settle`] spends the credits, [`Steps::mark`] says that it succeeded
//! 6. [`Steps::fail`], [`Steps::cancel`] and [`Steps::lose`] end it without a result, [`Steps::put_down`] gives it back to the queue,
//!    and [`Steps::wind_up`] returns the credits
//!
//! The runner and the sweep walk generations through these steps and through nothing else.

mod accept;
mod hold;
mod submit;

mod claim;
mod heartbeat;
mod keep;
mod queue;

mod cancel;
mod fail;
mod lose;
mod put_down;
mod settle;
mod store;
mod wind_up;

use std::sync::Arc;

use credits::decide::{Command, Verb, Verdict};
use credits::{AccountId, Catalog, Timestamp};
use ledger::{Clock, Ids, Ledger, LedgerError, StorageError};
use tokio::sync::Notify;
use tokio::sync::futures::Notified;
use uuid::Uuid;

pub use accept::{Acceptance, Ticket};
pub use claim::Claim;
pub use heartbeat::Heartbeat;
pub use settle::Settlement;
pub use store::Stored;
pub use submit::Accepted;

use crate::assets::Assets;
use crate::events::Events;
use crate::record::Record;
use crate::running::Running;
use crate::store::GenerationStore;
use crate::{Generation, StudioParts, StudioSettings};

/// The steps, with all that they work on. Cheap to clone.
#[derive(Clone)]
pub struct Steps {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub ledger: Ledger,
    pub store: GenerationStore,
    pub assets: Assets,
    pub catalog: Arc<Catalog>,
    pub events: Events,
    pub running: Running,
    pub queue_grew: Notify,
    pub clock: Clock,
    pub ids: Ids,
    pub settings: StudioSettings,
}

impl Steps {
    /// Opens the records and the folder of files.
    pub(crate) async fn open(parts: StudioParts) -> Result<Self, StorageError> {
        let inner = Inner {
            ledger: parts.ledger,
            store: GenerationStore::open(parts.database).await?,
            assets: Assets::open(parts.assets_directory).await?,
            catalog: parts.catalog,
            events: Events::default(),
            running: Running::default(),
            queue_grew: Notify::new(),
            clock: parts.clock,
            ids: parts.ids,
            settings: parts.settings.bounded(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The next time that the queue grows.
    pub(crate) fn queue_grew(&self) -> Notified<'_> {
        self.inner.queue_grew.notified()
    }

    /// A record as its owner sees it, with the progress of whoever is at it.
    pub(crate) fn generation(&self, record: &Record) -> Option<Generation> {
        record.generation(self.inner.running.progress_permille(record.id, record.attempt))
    }

    /// Tells whoever listens how a record stands now.
    fn publish(&self, record: &Record) -> Option<Generation> {
        let generation = self.generation(record)?;
        self.inner.events.publish(generation.clone());
        Some(generation)
    }

    async fn ask_ledger(&self, account: AccountId, verb: Verb) -> Result<Verdict, LedgerError> {
        self.inner.ledger.execute(Command { account, verb }).await
    }

    /// When a hold that is made or extended now returns by itself. By the ledger's time, which is what it expires by: the clock may have
    /// been set back.
    fn hold_expires_at(&self) -> Timestamp {
        self.inner.ledger.now().after(self.inner.settings.hold_for())
    }

    /// Until when a runner that is heard of now need not be heard of again.
    fn lease_until(&self) -> Timestamp {
        self.inner.clock.now().after(self.inner.settings.lease)
    }

    /// Removes files that belong to nobody any more. What cannot be removed takes room and does no other harm.
    async fn remove_attempt(&self, account: AccountId, id: Uuid, attempt: u32) {
        if let Err(error) = self.inner.assets.remove_attempt(account, id, attempt).await {
            tracing::warn!(generation = %id, attempt, %error, "files of an attempt that is over were not removed");
        }
    }
}
