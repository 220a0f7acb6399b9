//! Tells whoever listens to an account of every change of its generations.

use std::collections::HashMap;

use credits::AccountId;
use parking_lot::Mutex;
use tokio::sync::broadcast;

use crate::Generation;

/// How many changes a slow listener may be behind before it is told that it missed some and reads the list again.
const BACKLOG_MAX: usize = 256;

/// Below so many accounts it is not worth looking for those that nobody listens to any more.
const ACCOUNTS_BEFORE_CLEARING_MIN: usize = 64;

/// The listeners, by account. An account that nobody listens to costs nothing for long.
#[derive(Debug, Default)]
pub(crate) struct Events {
    listeners: Mutex<Listeners>,
}

#[derive(Debug, Default)]
struct Listeners {
    by_account: HashMap<AccountId, broadcast::Sender<Generation>>,
    accounts_before_clearing: usize,
}

impl Listeners {
    /// Forgets the accounts that nobody listens to. Doubling the bound afterwards keeps the cost of a subscription constant on average.
    fn clear_unheard(&mut self) {
        self.by_account.retain(|_, sender| sender.receiver_count() > 0);
        self.accounts_before_clearing = (self.by_account.len() * 2).max(ACCOUNTS_BEFORE_CLEARING_MIN);
    }
}

impl Events {
    /// Listens to an account from now on.
    pub(crate) fn subscribe(&self, account: AccountId) -> broadcast::Receiver<Generation> {
        let mut listeners = self.listeners.lock();
        if listeners.by_account.len() >= listeners.accounts_before_clearing {
            listeners.clear_unheard();
        }
        listeners.by_account.entry(account).or_insert_with(|| broadcast::channel(BACKLOG_MAX).0).subscribe()
    }

    /// Whether anybody listens to an account.
    pub(crate) fn is_heard(&self, account: AccountId) -> bool {
        self.listeners.lock().by_account.get(&account).is_some_and(|sender| sender.receiver_count() > 0)
    }

    /// Ends all listening, so that whoever goes on begins by reading how things stand.
    pub(crate) fn close(&self) {
        self.listeners.lock().by_account.clear();
    }

    /// Tells the listeners of its account how a generation stands now.
    pub(crate) fn publish(&self, generation: Generation) {
        let mut listeners = self.listeners.lock();
        let account = generation.account;
        let is_heard = listeners.by_account.get(&account).is_some_and(|sender| sender.send(generation).is_ok());
        if !is_heard {
            listeners.by_account.remove(&account);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_that_nobody_listens_to_any_more_are_forgotten() {
        let events = Events::default();
        let stays = events.subscribe(AccountId(uuid::Uuid::from_u128(1)));
        for number in 2..10_000 {
            drop(events.subscribe(AccountId(uuid::Uuid::from_u128(number))));
        }
        assert!(events.listeners.lock().by_account.len() <= ACCOUNTS_BEFORE_CLEARING_MIN);
        assert_eq!(
            events
                .listeners
                .lock()
                .by_account
                .get(&AccountId(uuid::Uuid::from_u128(1)))
                .map(broadcast::Sender::receiver_count),
            Some(1)
        );
        drop(stays);
    }
}
