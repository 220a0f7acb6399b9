//! What a store must do: read everything that a batch touches, let it be decided, write all of it durably or nothing.

mod memory;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use credits::decide::{Balance, Entry, Hold, KeyRecord};
use credits::{AccountId, HoldId, IdempotencyKey, Timestamp};

use crate::StorageError;

pub(crate) use memory::MemoryStore;

/// A hold is found by its account and id: every key begins with the account.
pub(crate) type HoldPath = (AccountId, HoldId);

/// An idempotency key belongs to its account: two accounts may use the same words.
pub(crate) type KeyPath = (AccountId, IdempotencyKey);

/// What a batch of commands touches, in the order of the store's own keys.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// Accounts whose balance is not known yet.
    pub accounts: BTreeSet<AccountId>,
    /// Holds that the commands speak of.
    pub holds: BTreeSet<HoldPath>,
    /// Keys that the commands carry.
    pub keys: BTreeSet<KeyPath>,
}

/// What was found of it. What is not there is absent.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub balances: HashMap<AccountId, Balance>,
    pub holds: HashMap<HoldPath, Hold>,
    pub keys: HashMap<KeyPath, KeyRecord>,
}

/// What a batch writes: one balance an account, one row a hold, however many commands moved them.
#[derive(Debug, Default)]
pub(crate) struct Writes {
    /// The moment of the batch.
    pub at: Option<Timestamp>,
    pub balances: BTreeMap<AccountId, Balance>,
    pub entries: Vec<EntryRow>,
    pub holds: BTreeMap<HoldPath, HoldRow>,
    pub keys: BTreeMap<KeyPath, KeyRecord>,
}

/// An entry and the balance right after it.
#[derive(Debug, Clone)]
pub(crate) struct EntryRow {
    pub entry: Entry,
    pub after: Balance,
}

/// A hold as it stands after the batch.
#[derive(Debug, Clone)]
pub(crate) struct HoldRow {
    pub hold: Hold,
    /// Whether the batch made it: it is inserted then, and must not exist.
    pub is_new: bool,
}

impl Writes {
    /// Whether there is nothing to write: every command was refused or repeated.
    pub fn is_empty(&self) -> bool {
        self.at.is_none() && self.entries.is_empty() && self.holds.is_empty() && self.keys.is_empty()
    }
}

/// The writer's side of a store. Used by one thread.
pub(crate) trait Store: Send + 'static {
    /// The moment of the last batch that was written; no later batch may be earlier.
    fn last_moment(&mut self) -> Result<Option<Timestamp>, StorageError>;

    /// One transaction: reads what is touched, has it decided, writes the outcome. After `Ok` it is durable; after `Err` nothing of
    /// it was done, and the store is fit for the next call as soon as whatever failed works again.
    fn transact(&mut self, touched: &Touched, decide: &mut dyn FnMut(Loaded) -> Writes) -> Result<(), StorageError>;

    /// Writes about as much as a command would, as durably, and nothing that anybody reads: whether a command could be kept now.
    fn probe(&mut self) -> Result<(), StorageError>;
}

/// Where a page of overdue holds begins: after this hold, in the order of expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Overdue {
    pub expires_at: Timestamp,
    pub account: AccountId,
    pub hold: HoldId,
}

/// The readers' side of a store. Blocks; used by many threads, and sees everything that was acknowledged.
pub(crate) trait Reader: Send + Sync + 'static {
    /// The account's balance; zero for an account without entries.
    fn balance(&self, account: AccountId) -> Result<Balance, StorageError>;

    /// A hold of the account.
    fn hold(&self, account: AccountId, hold: HoldId) -> Result<Option<Hold>, StorageError>;

    /// Entries below a version, newest first.
    fn entries(
        &self,
        account: AccountId,
        before_version: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Entry>, StorageError>;

    /// Active holds whose time has come at that moment, soonest first, beginning after one.
    fn overdue(&self, at: Timestamp, after: Option<Overdue>, limit: usize) -> Result<Vec<Overdue>, StorageError>;

    /// Lets go of everything that would be in the writer's way when it closes the store.
    fn close(&self);
}
