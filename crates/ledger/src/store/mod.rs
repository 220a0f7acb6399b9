//! What a store must do: read everything that a batch touches, let it be decided, write all of it durably or nothing.

pub(crate) mod columns;
mod memory;
pub(crate) mod rows;
pub(crate) mod snapshot;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use credits::decide::{Balance, Chain, Entry, Hold, KeyRecord, LotId, NewLot, OpenLot, Purchase};
use credits::{AccountId, Credits, HoldId, IdempotencyKey, Timestamp};

use crate::StorageError;

pub(crate) use memory::MemoryStore;

/// A hold is found by its account and id: every key begins with the account.
pub(crate) type HoldPath = (AccountId, HoldId);

/// An idempotency key belongs to its account: two accounts may use the same words.
pub(crate) type KeyPath = (AccountId, IdempotencyKey);

/// A lot is found by its account and name.
pub(crate) type LotPath = (AccountId, LotId);

/// What a batch of commands touches, in the order of the store's own keys.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// Accounts whose state is not known yet.
    pub accounts: BTreeSet<AccountId>,
    /// The keys of deposits whose purchases the commands speak of.
    pub deposits: BTreeSet<KeyPath>,
    /// Holds that the commands speak of.
    pub holds: BTreeSet<HoldPath>,
    /// Keys that the commands carry.
    pub keys: BTreeSet<KeyPath>,
}

/// What was found of it. What is not there is absent.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub accounts: HashMap<AccountId, AccountState>,
    pub holds: HashMap<HoldPath, Hold>,
    pub keys: HashMap<KeyPath, KeyRecord>,
    pub purchases: HashMap<KeyPath, Purchase>,
    /// The newest moment of any entry of these accounts, where other processes may have written it by another clock.
    pub newest: Option<Timestamp>,
}

/// Everything about an account that its next entry depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AccountState {
    pub balance: Balance,
    /// The link after the newest entry.
    pub chain: Chain,
    /// The lots that have something left.
    pub lots: Vec<OpenLot>,
}

/// What a batch writes: one balance an account, one row a hold, however many commands moved them.
#[derive(Debug, Default)]
pub(crate) struct Writes {
    /// The moment of the batch.
    pub at: Option<Timestamp>,
    pub accounts: BTreeMap<AccountId, AccountState>,
    pub entries: Vec<EntryRow>,
    pub holds: BTreeMap<HoldPath, HoldRow>,
    pub keys: BTreeMap<KeyPath, KeyRecord>,
    pub lots: BTreeMap<LotPath, LotRow>,
}

/// An entry and the balance right after it.
#[derive(Debug, Clone)]
pub(crate) struct EntryRow {
    pub entry: Entry,
    pub after: Balance,
    pub chain: Chain,
}

/// A hold as it stands after the batch.
#[derive(Debug, Clone)]
pub(crate) struct HoldRow {
    pub hold: Hold,
    /// Whether the batch made it: it is inserted then, and must not exist.
    pub is_new: bool,
}

/// What changes of a lot.
#[derive(Debug, Clone, Default)]
pub(crate) struct LotRow {
    /// The lot itself, if the batch began it: it is inserted then, and must not exist.
    pub new: Option<NewLot>,
    /// What is left of it, if that changed.
    pub remaining: Option<Credits>,
    /// How much of it is reversed, if that changed.
    pub reversed: Option<Credits>,
}

impl Writes {
    /// Whether there is nothing to write: every command was refused or repeated.
    pub fn is_empty(&self) -> bool {
        self.at.is_none() && self.entries.is_empty() && self.holds.is_empty() && self.keys.is_empty()
    }
}

/// The writer's side of a store. Used by one thread.
pub(crate) trait Store: Send + 'static {
    /// Whether others may change accounts as well, so that what was read once is not true for ever.
    const IS_SHARED: bool = false;

    /// The moment of the last batch that was written; no later batch may be earlier.
    fn last_moment(&mut self) -> Result<Option<Timestamp>, StorageError>;

    /// One transaction: reads what is touched, has it decided, writes the outcome. After `Ok` it is durable; after `Err` nothing of
    /// it was done, and the store is fit for the next call as soon as whatever failed works again. A shared store may repeat all of it
    /// when somebody else was in the way: then it is decided again, from what is there now, and the last decision is the one that counts.
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

    /// Accounts with lots whose time is over at that moment and that have something left, in the order of their ids, beginning after one.
    fn lapsing(&self, at: Timestamp, after: Option<AccountId>, limit: usize) -> Result<Vec<AccountId>, StorageError>;

    /// Lets go of everything that would be in the writer's way when it closes the store.
    fn close(&self);
}
