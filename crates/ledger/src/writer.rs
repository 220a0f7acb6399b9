//! A thread that changes a ledger: it takes all commands that wait for it, has them kept in one transaction, and then answers.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use credits::AccountId;
use credits::decide::Command;
use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};

use crate::batch::{Outcome, decide_all, touched};
use crate::cache::AccountCache;
use crate::moments::Moments;
use crate::publish::Subscribers;
use crate::store::{AccountState, Loaded, Store, Touched, Writes};
use crate::{LedgerError, StorageError};

/// The most requests that one transaction carries. Enough that the durable write no longer counts, few enough that nobody waits long.
const REQUESTS_A_BATCH_MAX: usize = 512;

/// How many commands are enough for one transaction. A request may bring a thousand: whoever waits for an account that such a batch has
/// locked waits for a second and not for a minute.
const COMMANDS_A_BATCH_MAX: usize = 8_192;

/// What can be asked of the writer.
pub(crate) enum Work {
    /// One command.
    One { command: Command, reply: oneshot::Sender<Outcome> },
    /// Commands in an order of their own, kept in one transaction.
    Many { commands: Vec<Command>, reply: oneshot::Sender<Vec<Outcome>> },
    /// Whether commands can be kept at present, found out by a durable write.
    Probe { reply: oneshot::Sender<Result<(), StorageError>> },
}

impl Work {
    /// What is to be done, in its order.
    pub fn commands(&self) -> &[Command] {
        match self {
            Self::One { command, .. } => std::slice::from_ref(command),
            Self::Many { commands, .. } => commands,
            Self::Probe { .. } => &[],
        }
    }
}

/// The writer and what it shares with the readers.
pub(crate) struct Writer<S> {
    store: S,
    moments: Moments,
    accounts: Arc<Mutex<AccountCache>>,
    subscribers: Arc<Subscribers>,
    /// Why nothing can be kept at present; `None` as soon as something was kept again.
    trouble: Option<StorageError>,
}

impl<S: Store> Writer<S> {
    pub fn new(store: S, moments: Moments, accounts: Arc<Mutex<AccountCache>>, subscribers: Arc<Subscribers>) -> Self {
        Self { store, moments, accounts, subscribers, trouble: None }
    }

    /// Works until the last handle of the ledger is gone. No timer: whoever comes alone is served at once, and whoever comes meanwhile
    /// is in the next batch.
    pub fn run(mut self, mut queue: mpsc::Receiver<Work>) {
        let mut batch = Vec::with_capacity(REQUESTS_A_BATCH_MAX);
        while queue.blocking_recv_many(&mut batch, REQUESTS_A_BATCH_MAX) > 0 {
            while !batch.is_empty() {
                let requests = requests_of_one_transaction(&batch);
                let commands: Vec<&Command> = batch.iter().take(requests).flat_map(Work::commands).collect();
                let outcomes = self.execute(&commands);
                self.answer(batch.drain(..requests), outcomes);
            }
        }
    }

    /// Answers everybody. A caller who no longer listens loses only the answer: the same key gives it again.
    fn answer(&mut self, batch: impl Iterator<Item = Work>, outcomes: Vec<Outcome>) {
        let mut outcomes = outcomes.into_iter();
        let stopped = || Err(StorageError::unavailable("the writer gave no outcome").into());
        for work in batch {
            match work {
                Work::One { reply, .. } => drop(reply.send(outcomes.next().unwrap_or_else(stopped))),
                Work::Many { commands, reply } => {
                    drop(reply.send(outcomes.by_ref().take(commands.len()).collect()));
                }
                Work::Probe { reply } => drop(reply.send(self.probe())),
            }
        }
    }

    /// One outcome for every command. All of them are kept in one transaction, unless something stored is damaged: then the batch is
    /// halved until only those who touch the damage are refused.
    fn execute(&mut self, commands: &[&Command]) -> Vec<Outcome> {
        if commands.is_empty() {
            return Vec::new();
        }
        match self.attempt(commands) {
            Ok(outcomes) => outcomes,
            Err(error) if error.is_damaged() && commands.len() > 1 => {
                let (first, rest) = commands.split_at(commands.len() / 2);
                let mut outcomes = self.execute(first);
                outcomes.extend(self.execute(rest));
                outcomes
            }
            Err(error) => commands.iter().map(|_| Err(LedgerError::Unavailable(error.clone()))).collect(),
        }
    }

    /// One transaction for all. After an error nothing of it was done and nothing of it is remembered.
    fn attempt(&mut self, commands: &[&Command]) -> Result<Vec<Outcome>, StorageError> {
        let now = self.moments.now();
        let (touched, known) = self.touched(commands);
        let mut at = now;
        let mut outcomes = Vec::new();
        let mut changed = BTreeMap::new();
        let (mut attempts, mut found) = (0, Vec::new());
        // May be called again: everything that it leaves behind is set anew each time.
        self.transact(&touched, &mut |mut loaded: Loaded| {
            attempts += 1;
            if attempts > 1 {
                // Perhaps an attempt before was kept, and its answer lost: then what it changed is found, and nobody was told of it.
                found = loaded.accounts.iter().map(|(account, state)| (*account, state.balance)).collect();
            }
            loaded.accounts.extend(known.clone());
            // No entry of an account is earlier than the one before it, whatever the clock of the process showed that wrote that one.
            at = loaded.newest.map_or(now, |newest| newest.max(now));
            let (decided, writes) = decide_all(commands, loaded, at);
            outcomes = decided;
            changed.clone_from(&writes.accounts);
            writes
        })?;
        self.moments.passed(at);
        let balances = changed.iter().map(|(account, state)| (*account, state.balance));
        let balances: Vec<_> = found.into_iter().chain(balances).collect();
        // First remembered, then told: whoever is told and asks is not answered with what was before.
        self.remember(changed);
        self.subscribers.publish(balances);
        Ok(outcomes)
    }

    /// The store's transaction, with its failures brought into one shape and logged once.
    fn transact(&mut self, touched: &Touched, decide: &mut dyn FnMut(Loaded) -> Writes) -> Result<(), StorageError> {
        let mut has_writes = false;
        let mut watched = |loaded: Loaded| {
            let writes = decide(loaded);
            has_writes = !writes.is_empty();
            writes
        };
        let result = caught(|| self.store.transact(touched, &mut watched));
        self.note(&result, has_writes);
        result
    }

    /// Remembers whether storage keeps what is written to it, and logs when that changes.
    fn note(&mut self, result: &Result<(), StorageError>, has_writes: bool) {
        match result {
            Ok(()) if has_writes => {
                if self.trouble.take().is_some() {
                    tracing::info!("the ledger keeps commands again");
                }
            }
            // Nothing was written, so that nothing is known about whether it could have been.
            Ok(()) => {}
            Err(error) => {
                self.accounts.lock().clear();
                if error.is_damaged() {
                    tracing::error!(cause = %error, "stored data is damaged; the commands that touch it are not done");
                } else if self.trouble.replace(error.clone()).is_none() {
                    tracing::error!(cause = %error, "the ledger cannot keep commands; none is acknowledged");
                }
            }
        }
    }

    /// What must be read, and the accounts that need not be.
    fn touched(&self, commands: &[&Command]) -> (Touched, HashMap<AccountId, AccountState>) {
        let mut touched = touched(commands.iter().copied());
        let cache = self.accounts.lock();
        let known: HashMap<_, _> =
            touched.accounts.iter().filter_map(|account| Some((*account, cache.get(*account)?))).collect();
        touched.accounts.retain(|account| !known.contains_key(account));
        (touched, known)
    }

    /// Remembers what this process alone can change.
    fn remember(&self, changed: BTreeMap<AccountId, AccountState>) {
        if S::IS_SHARED {
            return;
        }
        let mut cache = self.accounts.lock();
        changed.into_iter().for_each(|(account, state)| cache.put(account, state));
    }

    /// Whether commands can be kept: tried by a write, so that trouble is known before a command meets it, and over without one.
    fn probe(&mut self) -> Result<(), StorageError> {
        let result = caught(|| self.store.probe());
        self.note(&result, true);
        result
    }
}

/// How many of these requests are kept in one transaction: one at least, whatever it brings.
fn requests_of_one_transaction(batch: &[Work]) -> usize {
    let mut commands: usize = 0;
    let fits = |work: &&Work| {
        commands = commands.saturating_add(work.commands().len());
        commands <= COMMANDS_A_BATCH_MAX
    };
    batch.iter().take_while(fits).count().max(1)
}

/// A panic in the store fails what was asked of it and nothing else.
fn caught(ask: impl FnOnce() -> Result<(), StorageError>) -> Result<(), StorageError> {
    let attempt = catch_unwind(AssertUnwindSafe(ask));
    attempt.unwrap_or_else(|_| Err(StorageError::unavailable("the store panicked")))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::verbs::lapse_command;

    #[test]
    fn a_transaction_takes_whole_requests_and_bounded_commands() {
        let many = |count| {
            let command = lapse_command(AccountId(Uuid::nil()));
            Work::Many { commands: vec![command; count], reply: oneshot::channel().0 }
        };
        for (batch, requests) in [
            (vec![1; 512], 512),
            (vec![1_000; 512], 8),
            (vec![1_000, COMMANDS_A_BATCH_MAX, 1], 1),
            (vec![COMMANDS_A_BATCH_MAX + 1, 1], 1),
            (vec![0, 0], 2),
        ] {
            let batch: Vec<_> = batch.into_iter().map(many).collect();
            assert_eq!(requests_of_one_transaction(&batch), requests);
        }
    }
}
