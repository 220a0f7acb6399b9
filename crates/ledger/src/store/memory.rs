//! The store in memory: the model that every other store is compared with. Keeps nothing over a restart.

use std::collections::BTreeMap;
use std::sync::Arc;

use credits::decide::{Balance, Entry, Hold, HoldState, KeyRecord};
use credits::{AccountId, HoldId, Timestamp};
use parking_lot::RwLock;

use super::{HoldPath, KeyPath, Loaded, Overdue, Reader, Store, Touched, Writes};
use crate::StorageError;

/// Plain ordered maps behind a lock; a batch is visible as a whole or not at all.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemoryStore(Arc<RwLock<Tables>>);

#[derive(Debug, Default)]
struct Tables {
    last_moment: Option<Timestamp>,
    balances: BTreeMap<AccountId, Balance>,
    entries: BTreeMap<(AccountId, u64), Entry>,
    holds: BTreeMap<HoldPath, Hold>,
    keys: BTreeMap<KeyPath, KeyRecord>,
}

impl Tables {
    fn load(&self, touched: &Touched) -> Loaded {
        let balance = |account: &AccountId| Some((*account, *self.balances.get(account)?));
        let hold = |path: &HoldPath| Some((*path, self.holds.get(path)?.clone()));
        let key = |path: &KeyPath| Some((path.clone(), *self.keys.get(path)?));
        Loaded {
            balances: touched.accounts.iter().filter_map(balance).collect(),
            holds: touched.holds.iter().filter_map(hold).collect(),
            keys: touched.keys.iter().filter_map(key).collect(),
        }
    }

    fn write(&mut self, writes: Writes) {
        self.last_moment = writes.at.or(self.last_moment);
        self.balances.extend(writes.balances);
        let numbered = |row: super::EntryRow| ((row.entry.account, row.entry.version), row.entry);
        self.entries.extend(writes.entries.into_iter().map(numbered));
        self.holds.extend(writes.holds.into_iter().map(|(path, row)| (path, row.hold)));
        self.keys.extend(writes.keys);
    }
}

impl Store for MemoryStore {
    fn last_moment(&mut self) -> Result<Option<Timestamp>, StorageError> {
        Ok(self.0.read().last_moment)
    }

    fn transact(&mut self, touched: &Touched, decide: &mut dyn FnMut(Loaded) -> Writes) -> Result<(), StorageError> {
        let mut tables = self.0.write();
        let writes = decide(tables.load(touched));
        tables.write(writes);
        Ok(())
    }

    fn probe(&mut self) -> Result<(), StorageError> {
        Ok(())
    }
}

impl Reader for MemoryStore {
    fn balance(&self, account: AccountId) -> Result<Balance, StorageError> {
        Ok(self.0.read().balances.get(&account).copied().unwrap_or_default())
    }

    fn hold(&self, account: AccountId, hold: HoldId) -> Result<Option<Hold>, StorageError> {
        Ok(self.0.read().holds.get(&(account, hold)).cloned())
    }

    fn entries(
        &self,
        account: AccountId,
        before_version: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Entry>, StorageError> {
        let tables = self.0.read();
        let below = (account, before_version.unwrap_or(u64::MAX));
        Ok(tables.entries.range((account, 0)..below).rev().take(limit).map(|(_, entry)| entry.clone()).collect())
    }

    fn overdue(&self, at: Timestamp, after: Option<Overdue>, limit: usize) -> Result<Vec<Overdue>, StorageError> {
        let tables = self.0.read();
        let mut overdue: Vec<Overdue> = tables
            .holds
            .iter()
            .filter(|(_, hold)| hold.state == HoldState::Active && hold.expires_at <= at)
            .map(|((account, id), hold)| Overdue { expires_at: hold.expires_at, account: *account, hold: *id })
            .filter(|overdue| after.is_none_or(|after| *overdue > after))
            .collect();
        overdue.sort_unstable();
        overdue.truncate(limit);
        Ok(overdue)
    }

    fn close(&self) {}
}
