//! One batch: its commands are decided in order, each seeing what the ones before it did.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use credits::decide::{Balance, Command, Effects, Entry, LotId, NewLot, OpenLot, Purchase, Verdict, View, decide};
use credits::{AccountId, Credits, IdempotencyKey, Timestamp};

use crate::store::{EntryRow, HoldPath, HoldRow, Loaded, LotRow, Touched, Writes};
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
        touched.deposits.extend(command.deposit().map(|deposit| (command.account, deposit.clone())));
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
        self.apply(command, effects, at);
        Ok(verdict)
    }

    fn view(&self, command: &Command) -> View {
        let account = command.account;
        let state = self.loaded.accounts.get(&account);
        let purchase = |deposit: &IdempotencyKey| self.loaded.purchases.get(&(account, deposit.clone())).copied();
        View {
            balance: state.map(|state| state.balance).unwrap_or_default(),
            lots: state.map(|state| state.lots.clone()).unwrap_or_default(),
            hold: command.hold().and_then(|hold| self.loaded.holds.get(&(account, hold)).cloned()),
            key: command.key().and_then(|key| self.loaded.keys.get(&(account, key.clone())).copied()),
            purchase: command.deposit().and_then(purchase),
        }
    }

    fn apply(&mut self, command: &Command, effects: Effects, at: Timestamp) {
        let account = command.account;
        let Effects { verdict: _, entries, hold, key, open_lots, lots, new_lot, purchase } = effects;
        if !entries.is_empty() || hold.is_some() || key.is_some() {
            self.writes.at = Some(at);
        }
        if !entries.is_empty() {
            self.apply_entries(account, entries, open_lots);
        }
        for (lot, remaining) in lots {
            self.lot(account, lot).remaining = Some(remaining);
        }
        if let Some(lot) = new_lot {
            self.lot(account, lot.id).new = Some(lot);
            let NewLot { id, amount, expires_at, .. } = lot;
            let begun = Purchase { lot: id, amount, reversed: Credits::ZERO, expires_at };
            self.loaded.purchases.extend(command.key().map(|key| ((account, key.clone()), begun)));
        }
        if let Some(purchase) = purchase {
            self.lot(account, purchase.lot).reversed = Some(purchase.reversed);
            self.loaded.purchases.extend(command.deposit().map(|deposit| ((account, deposit.clone()), purchase)));
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

    fn apply_entries(&mut self, account: AccountId, entries: Vec<Entry>, open_lots: Option<Vec<OpenLot>>) {
        let state = self.loaded.accounts.entry(account).or_default();
        for entry in entries {
            let Balance { available, held, .. } = state.balance;
            state.balance = Balance {
                // The decision has added them up already.
                available: available.plus(entry.available_delta).unwrap_or(available),
                held: held.plus(entry.held_delta).unwrap_or(held),
                version: entry.version,
            };
            state.chain = state.chain.after(&entry);
            self.writes.entries.push(EntryRow { entry, after: state.balance, chain: state.chain });
        }
        if let Some(open_lots) = open_lots {
            state.lots = open_lots;
        }
        self.writes.accounts.insert(account, state.clone());
    }

    fn lot(&mut self, account: AccountId, lot: LotId) -> &mut LotRow {
        self.writes.lots.entry((account, lot)).or_default()
    }
}
