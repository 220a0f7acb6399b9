//! The store in memory: the model that every other store is compared with. Keeps nothing over a restart.

use std::collections::BTreeMap;
use std::sync::Arc;

use credits::decide::{Balance, Entry, Hold, HoldState, KeyRecord, LotId, NewLot, OpenLot, Purchase};
use credits::{AccountId, Credits, HoldId, Timestamp};
use parking_lot::RwLock;

use super::{AccountState, HoldPath, KeyPath, Loaded, LotPath, Overdue, Reader, Store, Touched, Writes};
use crate::StorageError;

/// Plain ordered maps behind a lock; a batch is visible as a whole or not at all.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemoryStore(Arc<RwLock<Tables>>);

#[derive(Debug, Default)]
struct Tables {
    last_moment: Option<Timestamp>,
    accounts: BTreeMap<AccountId, AccountState>,
    entries: BTreeMap<(AccountId, u64), Entry>,
    holds: BTreeMap<HoldPath, Hold>,
    keys: BTreeMap<KeyPath, KeyRecord>,
    lots: BTreeMap<LotPath, Lot>,
}

/// A lot as it stands.
#[derive(Debug)]
struct Lot {
    begun: NewLot,
    reversed: Credits,
}

impl Tables {
    fn load(&self, touched: &Touched) -> Loaded {
        let account = |account: &AccountId| Some((*account, self.accounts.get(account)?.clone()));
        let hold = |path: &HoldPath| Some((*path, self.holds.get(path)?.clone()));
        let key = |path: &KeyPath| Some((path.clone(), *self.keys.get(path)?));
        Loaded {
            accounts: touched.accounts.iter().filter_map(account).collect(),
            holds: touched.holds.iter().filter_map(hold).collect(),
            keys: touched.keys.iter().filter_map(key).collect(),
            purchases: touched.deposits.iter().filter_map(|path| Some((path.clone(), self.purchase(path)?))).collect(),
            newest: None,
        }
    }

    /// The purchase that a key brought, if it is that of a deposit.
    fn purchase(&self, path: &KeyPath) -> Option<Purchase> {
        let Lot { begun, reversed } = self.lots.get(&(path.0, LotId(self.keys.get(path)?.entry)))?;
        Some(Purchase { lot: begun.id, amount: begun.amount, reversed: *reversed, expires_at: begun.expires_at })
    }

    fn write(&mut self, writes: Writes) {
        self.last_moment = writes.at.or(self.last_moment);
        self.accounts.extend(writes.accounts);
        let numbered = |row: super::EntryRow| ((row.entry.account, row.entry.version), row.entry);
        self.entries.extend(writes.entries.into_iter().map(numbered));
        self.holds.extend(writes.holds.into_iter().map(|(path, row)| (path, row.hold)));
        self.keys.extend(writes.keys);
        for (path, row) in writes.lots {
            if let Some(begun) = row.new {
                self.lots.insert(path, Lot { begun, reversed: Credits::ZERO });
            }
            if let (Some(lot), Some(reversed)) = (self.lots.get_mut(&path), row.reversed) {
                lot.reversed = reversed;
            }
        }
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
        Ok(self.0.read().accounts.get(&account).map(|state| state.balance).unwrap_or_default())
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

    fn lapsing(&self, at: Timestamp, after: Option<AccountId>, limit: usize) -> Result<Vec<AccountId>, StorageError> {
        let tables = self.0.read();
        let lapses = |lot: &OpenLot| lot.expires_at.is_some_and(|expires_at| expires_at <= at);
        let accounts = tables.accounts.iter().filter(|(_, state)| state.lots.iter().any(lapses)).map(|(id, _)| *id);
        Ok(accounts.filter(|id| after.is_none_or(|after| *id > after)).take(limit).collect())
    }

    fn close(&self) {}
}
