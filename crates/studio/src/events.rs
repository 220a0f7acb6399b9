//! Tells whoever listens to an account of every change of its generations.

use std::collections::HashMap;

use credits::AccountId;
use parking_lot::Mutex;
use tokio::sync::broadcast;

use crate::Generation;

/// How many changes a slow listener may be behind before it is told that it missed some and reads the list again.
const BACKLOG_MAX: usize = 256;

/// The listeners, by account. An account that nobody listens to costs nothing.
#[derive(Debug, Default)]
pub(crate) struct Events {
    listeners: Mutex<HashMap<AccountId, broadcast::Sender<Generation>>>,
}

impl Events {
    /// Listens to an account from now on.
    pub(crate) fn subscribe(&self, account: AccountId) -> broadcast::Receiver<Generation> {
        let mut listeners = self.listeners.lock();
        listeners.entry(account).or_insert_with(|| broadcast::channel(BACKLOG_MAX).0).subscribe()
    }

    /// Tells the listeners of its account how a generation stands now.
    pub(crate) fn publish(&self, generation: Generation) {
        let mut listeners = self.listeners.lock();
        let account = generation.account;
        let is_heard = listeners.get(&account).is_some_and(|sender| sender.send(generation).is_ok());
        if !is_heard {
            listeners.remove(&account);
        }
    }
}
