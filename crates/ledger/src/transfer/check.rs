//! Adds up what the lines of an account say, and compares: the same sums as the audit's.

use credits::AccountId;
use credits::decide::{Balance, Chain};

use super::lines::{AccountLine, EntryLine, HoldLine, KeyLine, LotLine};

/// An account of which lines are still to come.
#[derive(Debug)]
pub(super) struct Account {
    pub id: AccountId,
    said: AccountLine,
    balance: Balance,
    chain: Chain,
    remaining: i64,
    active: i64,
}

impl Account {
    /// An account begins.
    pub fn begin(said: AccountLine) -> Self {
        let id = AccountId(said.id);
        Self { id, said, balance: Balance::default(), chain: Chain::START, remaining: 0, active: 0 }
    }

    /// What the account's line says of its newest entry.
    pub const fn newest(&self) -> (u64, Chain) {
        (self.said.version, Chain(self.said.chain))
    }

    /// The next entry. Gives the balance after it.
    pub fn entry(&mut self, line: &EntryLine) -> Result<Balance, String> {
        let entry = line.entry(self.id);
        if entry.version != self.balance.version.saturating_add(1) {
            return Err(format!("entry {} comes after entry {}", entry.version, self.balance.version));
        }
        self.chain = self.chain.after(&entry);
        if self.chain != Chain(line.chain) {
            return Err(format!("entry {} is not what was written: the chain does not fit", entry.version));
        }
        let sum = |total: credits::Credits, delta| total.plus(delta).map_err(|error| error.to_string());
        self.balance = Balance {
            available: sum(self.balance.available, entry.available_delta)?,
            held: sum(self.balance.held, entry.held_delta)?,
            version: entry.version,
        };
        Ok(self.balance)
    }

    /// A lot.
    pub const fn lot(&mut self, line: &LotLine) {
        self.remaining = self.remaining.saturating_add(line.remaining.get());
    }

    /// A hold.
    pub fn hold(&mut self, line: &HoldLine) {
        if line.state == "active" {
            self.active = self.active.saturating_add(line.amount.get());
        }
    }

    /// A key.
    pub fn key(&self, line: &KeyLine) -> Result<(), String> {
        if line.version > self.balance.version || line.last_version.is_some_and(|last| last > self.balance.version) {
            return Err(format!("the key {} answers with an entry that is not there", line.key));
        }
        Ok(())
    }

    /// All lines were there.
    pub fn end(&self) -> Result<(), String> {
        let AccountLine { available, held, version, chain, .. } = &self.said;
        let said = Balance { available: *available, held: *held, version: *version };
        if said != self.balance || Chain(*chain) != self.chain {
            return Err(format!("the entries of account {} do not add up to its balance", self.id));
        }
        if self.remaining != available.get().max(0) {
            return Err(format!("the lots of account {} do not have what can be spent", self.id));
        }
        if self.active != held.get() {
            return Err(format!("the active holds of account {} do not add up to what is held", self.id));
        }
        Ok(())
    }
}
