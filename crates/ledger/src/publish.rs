//! Balance changes for whoever watches: the latest value wins, and a slow reader costs nothing.

use std::collections::HashMap;

use credits::AccountId;
use credits::decide::Balance;
use parking_lot::Mutex;
use tokio::sync::watch;

/// Who watches which account. Entries whose watchers are gone are dropped as others come.
#[derive(Debug, Default)]
pub(crate) struct Subscribers(Mutex<Registry>);

#[derive(Debug, Default)]
struct Registry {
    accounts: HashMap<AccountId, Vec<watch::Sender<Option<Balance>>>>,
    /// How many accounts there may be before the ones without watchers are looked for again.
    accounts_before_clearing: usize,
}

/// The fewest accounts for which clearing is worth a walk.
const ACCOUNTS_BEFORE_CLEARING_MIN: usize = 64;

impl Registry {
    /// Drops what nobody watches. Doubling the bound afterwards keeps the cost of a subscription constant on average.
    fn clear_unwatched(&mut self) {
        self.accounts.retain(|_, watchers| {
            watchers.retain(|watcher| watcher.receiver_count() > 0);
            !watchers.is_empty()
        });
        self.accounts_before_clearing = (self.accounts.len() * 2).max(ACCOUNTS_BEFORE_CLEARING_MIN);
    }
}

impl Subscribers {
    /// Watches an account: `None` until its balance changes.
    pub fn subscribe(&self, account: AccountId) -> watch::Receiver<Option<Balance>> {
        let (sender, receiver) = watch::channel(None);
        let mut registry = self.0.lock();
        if registry.accounts.len() >= registry.accounts_before_clearing {
            registry.clear_unwatched();
        }
        let watchers = registry.accounts.entry(account).or_default();
        watchers.retain(|watcher| watcher.receiver_count() > 0);
        watchers.push(sender);
        receiver
    }

    /// Every account that somebody watches.
    pub fn watched(&self) -> Vec<AccountId> {
        let mut registry = self.0.lock();
        registry.clear_unwatched();
        registry.accounts.keys().copied().collect()
    }

    /// Tells the watchers of each account, unless they were told a later version already: over a shared store the writer and the one who
    /// listens to other writers may come in either order.
    pub fn publish(&self, balances: impl IntoIterator<Item = (AccountId, Balance)>) {
        let mut registry = self.0.lock();
        if registry.accounts.is_empty() {
            return;
        }
        for (account, balance) in balances {
            if let Some(watchers) = registry.accounts.get_mut(&account) {
                watchers.retain(|watcher| watcher.receiver_count() > 0);
                for watcher in watchers.iter() {
                    watcher.send_if_modified(|told| {
                        let is_newer = told.is_none_or(|told| told.version < balance.version);
                        if is_newer {
                            *told = Some(balance);
                        }
                        is_newer
                    });
                }
                if watchers.is_empty() {
                    registry.accounts.remove(&account);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn accounts_that_nobody_watches_any_more_are_dropped() {
        let subscribers = Subscribers::default();
        for n in 0..10_000 {
            drop(subscribers.subscribe(AccountId(Uuid::from_u128(n))));
        }
        assert!(subscribers.0.lock().accounts.len() <= ACCOUNTS_BEFORE_CLEARING_MIN);
    }

    #[test]
    fn each_watcher_of_an_account_is_told_and_a_leaver_is_forgotten() {
        let subscribers = Subscribers::default();
        let account = AccountId(Uuid::from_u128(1));
        let (stays, leaves) = (subscribers.subscribe(account), subscribers.subscribe(account));
        drop(leaves);
        let balance = Balance { version: 7, ..Balance::default() };
        subscribers.publish([(account, balance)]);
        assert_eq!(*stays.borrow(), Some(balance));
        subscribers.publish([(account, Balance { version: 6, ..Balance::default() })]);
        assert_eq!(*stays.borrow(), Some(balance), "a version that comes late is not told");
        assert_eq!(subscribers.0.lock().accounts[&account].len(), 1);
        assert_eq!(*subscribers.subscribe(account).borrow(), None);
        drop(stays);
        subscribers.publish([(account, balance)]);
        assert!(subscribers.0.lock().accounts.is_empty());
    }
}
