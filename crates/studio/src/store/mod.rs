//! Where generations are recorded. Every change reads a record, decides by the state machine and writes, in one transaction.

mod migrations;
mod read;
mod row;
mod write;

#[cfg(test)]
mod plans;

use credits::{AccountId, IdempotencyKey, Timestamp};
use ledger::database::{Heard, Transaction};
use ledger::{Database, StorageError};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::Asset;
use crate::elsewhere::{CHANGED, PROGRESSED, changed_words, progressed_words};
use crate::record::Record;

/// The records of all generations.
#[derive(Clone)]
pub(crate) struct GenerationStore {
    database: Database,
}

/// What a change found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Changed {
    /// It was made; this is the record after it.
    Yes(Record),
    /// The state machine does not allow it; this is the record as it stands.
    No(Record),
    /// There is no such record.
    Missing,
}

/// What came of recording a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Inserted {
    /// It is recorded.
    New(Record),
    /// The account used this key before, for this record.
    Known(Record),
    /// The key is free, and there is nothing to record.
    Nothing,
}

/// A record that a sweep has something to see to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OpenRecord {
    pub account: AccountId,
    pub id: Uuid,
}

impl GenerationStore {
    /// Opens the store and brings its tables up to date.
    pub(crate) async fn open(database: Database) -> Result<Self, StorageError> {
        database.migrate(migrations::MIGRATIONS).await?;
        Ok(Self { database })
    }

    /// Records a request, unless its key was used before. With no record it only looks the key up.
    pub(crate) async fn insert(
        &self,
        account: AccountId,
        key: IdempotencyKey,
        record: Option<Record>,
    ) -> Result<Inserted, StorageError> {
        let work = move |transaction: &Transaction<'_>| {
            if let Some(known) = read::by_key(transaction, account, &key)? {
                return Ok::<_, StorageError>(Inserted::Known(known));
            }
            let Some(record) = record else { return Ok(Inserted::Nothing) };
            write::insert(transaction, &record)?;
            Ok(Inserted::New(record))
        };
        self.database.run("studio_insert", work).await
    }

    /// Changes a record as `decide` says; `None` leaves it as it stands.
    pub(crate) async fn change(
        &self,
        name: &'static str,
        account: AccountId,
        id: Uuid,
        decide: impl FnOnce(&Record) -> Option<Record> + Send + 'static,
    ) -> Result<Changed, StorageError> {
        let work = move |transaction: &Transaction<'_>| {
            let Some(record) = read::by_id(transaction, account, id)? else {
                return Ok::<_, StorageError>(Changed::Missing);
            };
            let Some(after) = decide(&record) else { return Ok(Changed::No(record)) };
            write::update(transaction, &record, &after)?;
            transaction.tell(CHANGED, &changed_words(&after))?;
            Ok(Changed::Yes(after))
        };
        self.database.run(name, work).await
    }

    /// Takes the oldest record that waits for a runner.
    pub(crate) async fn claim(
        &self,
        started_at: Timestamp,
        lease_until: Timestamp,
    ) -> Result<Option<Record>, StorageError> {
        let work = move |transaction: &Transaction<'_>| {
            let Some(queued) = read::oldest_queued(transaction)? else { return Ok::<_, StorageError>(None) };
            let Some(claimed) = queued.claimed(started_at, lease_until) else { return Ok(None) };
            write::update(transaction, &queued, &claimed)?;
            transaction.tell(CHANGED, &changed_words(&claimed))?;
            Ok(Some(claimed))
        };
        self.database.run("studio_claim", work).await
    }

    /// Tells other processes how far a generation is.
    pub(crate) async fn tell_progress(&self, record: &Record, permille: u32) -> Result<(), StorageError> {
        self.database.tell(PROGRESSED, progressed_words(record, permille)).await
    }

    /// Whether other processes may change the records.
    pub(crate) fn is_shared(&self) -> bool {
        self.database.is_shared()
    }

    /// What other processes tell from now on.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Heard> {
        self.database.listen()
    }

    /// Removes a record whose credits were never on hold, which leaves its key free.
    pub(crate) async fn remove_accepted(&self, account: AccountId, id: Uuid) -> Result<(), StorageError> {
        let work = move |transaction: &Transaction<'_>| write::remove_accepted(transaction, account, id);
        self.database.run("studio_remove_accepted", work).await
    }

    /// One record.
    pub(crate) async fn find(&self, account: AccountId, id: Uuid) -> Result<Option<Record>, StorageError> {
        let work = move |transaction: &Transaction<'_>| read::by_id(transaction, account, id);
        self.database.read("studio_find", work).await
    }

    /// An account's records that its owner may see, newest first, beginning after `before`.
    pub(crate) async fn list(
        &self,
        account: AccountId,
        before: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Record>, StorageError> {
        let work = move |transaction: &Transaction<'_>| read::list(transaction, account, before, limit);
        self.database.read("studio_list", work).await
    }

    /// The records that a sweep has something to see to, oldest first, beginning after `after`.
    pub(crate) async fn open_records(
        &self,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<OpenRecord>, StorageError> {
        let work = move |transaction: &Transaction<'_>| read::open_records(transaction, after, limit);
        self.database.read("studio_open_records", work).await
    }

    /// One file of a generation that succeeded.
    pub(crate) async fn asset(&self, account: AccountId, id: Uuid, n: usize) -> Result<Option<Asset>, StorageError> {
        let work = move |transaction: &Transaction<'_>| read::asset(transaction, account, id, n);
        self.database.read("studio_asset", work).await
    }
}
