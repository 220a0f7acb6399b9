//! One batch: its commands are decided in order, each seeing what the ones before it did.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use credits::decide::{Command, Effects, Verdict, View, decide};
use credits::{AccountId, Timestamp};

use crate::store::{EntryRow, HoldPath, HoldRow, Loaded, Touched, Writes};
use crate::{LedgerError, StorageError};

/// What is answered to one command.
pub(crate) type Outcome = Result<Verdict, LedgerError>;

/// What commands touch, apart from balances, which may be known already.
pub(crate) fn touched<'a>(commands: impl IntoIterator<Item = &'a Command>) -> Touched {
    let mut touched = Touched::default();
    for command in commands {
        touched.accounts.insert(command.account);
        touched.holds.extend(command.hold().map(|hold| (command.account, hold)));
        touched.keys.extend(command.key().map(|key| (command.account, key.clone())));
    }
    touched
}

/// Decides commands in order. What one of them does is what the next one reads.
pub(crate) fn decide_all(commands: &[&Command], loaded: Loaded, at: Timestamp) -> (Vec<Outcome>, Writes) {
    let existing = loaded.holds.keys().copied().collect();
    let mut batch = Batch { loaded, existing, writes: Writes::default() };
    let outcomes = commands.iter().map(|command| batch.decide_one(command, at)).collect();
    (outcomes, batch.writes)
}

struct Batch {
    /// What was read, moved on by every command.
    loaded: Loaded,
    /// The holds that the store has already.
    existing: HashSet<HoldPath>,
    writes: Writes,
}

impl Batch {
    fn decide_one(&mut self, command: &Command, at: Timestamp) -> Outcome {
        let view = self.view(command);
        // The rules assert what must be impossible. If such an assertion fails, stored data is not what the rules wrote: this one
        // command is not done, and everybody else's are.
        let decided = catch_unwind(AssertUnwindSafe(|| decide(&view, command, at)));
        let effects = match decided {
            Ok(Ok(effects)) => effects,
            Ok(Err(refusal)) => return Err(LedgerError::Refused(refusal)),
            Err(_) => {
                tracing::error!(account = %command.account, "a decision met a state that must be impossible");
                let cause = format!("the stored state of account {} contradicts the rules", command.account);
                return Err(LedgerError::Unavailable(StorageError::damaged(cause)));
            }
        };
        let verdict = effects.verdict;
        self.apply(command.account, effects, at);
        Ok(verdict)
    }

    fn view(&self, command: &Command) -> View {
        let account = command.account;
        View {
            balance: self.loaded.balances.get(&account).copied().unwrap_or_default(),
            hold: command.hold().and_then(|hold| self.loaded.holds.get(&(account, hold)).cloned()),
            key: command.key().and_then(|key| self.loaded.keys.get(&(account, key.clone())).copied()),
        }
    }

    fn apply(&mut self, account: AccountId, effects: Effects, at: Timestamp) {
        let Effects { verdict, entry, hold, key } = effects;
        if entry.is_some() || hold.is_some() || key.is_some() {
            self.writes.at = Some(at);
        }
        if let Some(entry) = entry {
            let after = verdict.answer.balance;
            self.loaded.balances.insert(account, after);
            self.writes.balances.insert(account, after);
            self.writes.entries.push(EntryRow { entry, after });
        }
        if let Some(hold) = hold {
            let path = (account, hold.id);
            self.loaded.holds.insert(path, hold.clone());
            self.writes.holds.insert(path, HoldRow { hold, is_new: !self.existing.contains(&path) });
        }
        if let Some((key, record)) = key {
            self.loaded.keys.insert((account, key.clone()), record);
            self.writes.keys.insert((account, key), record);
        }
    }
}
