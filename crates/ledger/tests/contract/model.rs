//! A ledger on one page, written from the product's words and not from the code, in which every credit is a thing of its own: what random
//! commands are checked against.

use std::collections::HashMap;

use credits::decide::{Command, Verb, Verdict};
use credits::{AccountId, HoldId, Timestamp};
use ledger::LedgerError;

/// What is said to a command: a code, or what was done and the balance after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Done { amount: i64, available: i64, held: i64, entries: u64, is_replay: bool },
    Refused(&'static str),
}

impl Said {
    pub fn of(outcome: &Result<Verdict, LedgerError>) -> Self {
        match outcome {
            Ok(Verdict { answer, is_replay }) => Self::Done {
                amount: answer.amount.get(),
                available: answer.balance.available.get(),
                held: answer.balance.held.get(),
                entries: answer.balance.version,
                is_replay: *is_replay,
            },
            Err(LedgerError::Refused(refusal)) => Self::Refused(refusal.code()),
            Err(LedgerError::Unavailable(error)) => panic!("unavailable: {error}"),
        }
    }
}

/// A single credit: it remembers the lot that it came in with, and when that expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Credit {
    expires_at: Timestamp,
    lot: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelHold {
    pub amount: i64,
    pub expires_at: Timestamp,
    pub is_active: bool,
    has_expired: bool,
    taken: Vec<Credit>,
}

/// A deposit, and how much of it went back out.
#[derive(Debug)]
struct Purchase {
    lot: Credit,
    amount: i64,
    reversed: i64,
}

/// What one account has and did, credit by credit.
#[derive(Debug, Default)]
pub struct Account {
    purse: Vec<Credit>,
    debt: i64,
    pub held: i64,
    pub entries: u64,
    pub holds: HashMap<HoldId, ModelHold>,
    purchases: HashMap<String, Purchase>,
    /// What each key asked, and what was said.
    keys: HashMap<String, (String, Said)>,
}

/// All accounts.
#[derive(Debug, Default)]
pub struct Model(pub HashMap<AccountId, Account>);

impl Model {
    pub fn ask(&mut self, command: &Command, now: Timestamp) -> Said {
        self.0.entry(command.account).or_default().ask(&command.verb, command.key().map(|key| key.as_str()), now)
    }
}

impl Account {
    /// What can be spent, or below zero what is owed.
    pub fn available(&self) -> i64 {
        self.purse.len() as i64 - self.debt
    }

    fn ask(&mut self, verb: &Verb, key: Option<&str>, now: Timestamp) -> Said {
        let asked = words(verb);
        if let Some((before, said)) = key.and_then(|key| self.keys.get(key)) {
            return match said {
                Said::Done { .. } if *before != asked => Said::Refused("IDEMPOTENCY_KEY_REUSED"),
                Said::Done { amount, available, held, entries, .. } => {
                    let (amount, available, held, entries) = (*amount, *available, *held, *entries);
                    Said::Done { amount, available, held, entries, is_replay: true }
                }
                Said::Refused(_) => unreachable!("refusals are not remembered"),
            };
        }
        let (purse, entries) = (self.purse.clone(), self.entries);
        if !matches!(verb, Verb::Extend { .. }) {
            self.lapse(now);
        }
        match self.change(verb, key.unwrap_or_default(), now) {
            Err(code) => {
                // What is refused changes nothing, not even what had lapsed.
                (self.purse, self.entries) = (purse, entries);
                Said::Refused(code)
            }
            Ok((amount, is_replay)) => {
                if !matches!(verb, Verb::Extend { .. }) {
                    self.lapse(now);
                }
                let amount = if matches!(verb, Verb::Lapse) { (purse.len() - self.purse.len()) as i64 } else { amount };
                let is_replay = is_replay || matches!(verb, Verb::Lapse) && entries == self.entries;
                let (available, held, entries) = (self.available(), self.held, self.entries);
                let said = Said::Done { amount, available, held, entries, is_replay };
                if let Some(key) = key {
                    self.keys.insert(key.to_owned(), (asked, said.clone()));
                }
                said
            }
        }
    }

    /// The amount of the answer, and whether nothing changed.
    fn change(&mut self, verb: &Verb, key: &str, now: Timestamp) -> Result<(i64, bool), &'static str> {
        match verb {
            Verb::Deposit { amount, expires_at, .. } => self.deposit(key, amount.get(), *expires_at),
            Verb::Hold { hold, amount, expires_at, .. } => self.hold(*hold, amount.get(), *expires_at, now),
            Verb::Settle { amount: Some(amount), .. } if amount.get() < 0 => Err("INVALID_REQUEST"),
            Verb::Settle { hold, amount, .. } => self.settle(*hold, amount.map(|amount| amount.get())),
            Verb::Release { hold, .. } => self.give_back(*hold, false),
            Verb::Expire { hold } => {
                if now < self.active(*hold)?.expires_at {
                    return Err("HOLD_NOT_ACTIVE");
                }
                self.give_back(*hold, true)
            }
            Verb::Extend { expires_at, .. } if is_too_far(*expires_at, now) => Err("INVALID_REQUEST"),
            Verb::Extend { hold, expires_at } => {
                let hold = self.active(*hold)?;
                let is_later = *expires_at > hold.expires_at;
                hold.expires_at = hold.expires_at.max(*expires_at);
                Ok((hold.amount, !is_later))
            }
            Verb::Lapse => Ok((0, false)),
            Verb::Reverse { deposit, amount, .. } => self.reverse(deposit.as_str(), amount.get()),
            Verb::Reinstate { deposit, amount, .. } => self.reinstate(deposit.as_str(), amount.get()),
        }
    }

    fn deposit(&mut self, key: &str, amount: i64, expires_at: Option<Timestamp>) -> Result<(i64, bool), &'static str> {
        if amount < 0 {
            return Err("INVALID_REQUEST");
        }
        self.entries += 1;
        let lot = Credit { expires_at: expires_at.unwrap_or(Timestamp(i64::MAX)), lot: self.entries };
        self.purchases.insert(key.to_owned(), Purchase { lot, amount, reversed: 0 });
        self.give((0..amount).map(|_| lot).collect());
        Ok((amount, false))
    }

    fn hold(
        &mut self,
        id: HoldId,
        amount: i64,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<(i64, bool), &'static str> {
        if amount < 0 || expires_at <= now || is_too_far(expires_at, now) || self.holds.contains_key(&id) {
            return Err("INVALID_REQUEST");
        }
        if amount > self.available() {
            return Err("INSUFFICIENT_CREDITS");
        }
        let taken = self.take(amount);
        self.holds.insert(id, ModelHold { amount, expires_at, is_active: true, has_expired: false, taken });
        (self.held, self.entries) = (self.held + amount, self.entries + 1);
        Ok((amount, false))
    }

    fn settle(&mut self, id: HoldId, amount: Option<i64>) -> Result<(i64, bool), &'static str> {
        let available = self.available();
        let hold = self.holds.get_mut(&id).ok_or("NOT_FOUND")?;
        let spent = amount.unwrap_or(hold.amount);
        if !hold.is_active && (!hold.has_expired || spent > 0 && spent > available) {
            return Err("HOLD_NOT_ACTIVE");
        }
        if spent > hold.amount {
            return Err("SETTLE_EXCEEDS_HOLD");
        }
        self.entries += 1;
        if hold.is_active {
            hold.is_active = false;
            self.held -= hold.amount;
            let rest = hold.taken.split_off(spent as usize);
            self.give(rest);
        } else {
            hold.has_expired = false;
            self.take(spent);
        }
        Ok((spent, false))
    }

    fn reverse(&mut self, deposit: &str, amount: i64) -> Result<(i64, bool), &'static str> {
        if amount < 0 {
            return Err("INVALID_REQUEST");
        }
        let purchase = self.purchases.get_mut(deposit).ok_or("NOT_FOUND")?;
        if amount > purchase.amount - purchase.reversed {
            return Err("INVALID_REQUEST");
        }
        purchase.reversed += amount;
        let own = purchase.lot;
        self.entries += 1;
        for _ in 0..amount {
            let place = self.purse.iter().position(|credit| *credit == own);
            if let Some(place) = place {
                self.purse.remove(place);
            } else if self.take(1).is_empty() {
                self.debt += 1;
            }
        }
        Ok((amount, false))
    }

    fn reinstate(&mut self, deposit: &str, amount: i64) -> Result<(i64, bool), &'static str> {
        if amount < 0 {
            return Err("INVALID_REQUEST");
        }
        let purchase = self.purchases.get_mut(deposit).ok_or("NOT_FOUND")?;
        if amount > purchase.reversed {
            return Err("INVALID_REQUEST");
        }
        purchase.reversed -= amount;
        let lot = purchase.lot;
        self.entries += 1;
        self.give((0..amount).map(|_| lot).collect());
        Ok((amount, false))
    }

    fn give_back(&mut self, hold: HoldId, has_expired: bool) -> Result<(i64, bool), &'static str> {
        let hold = self.active(hold)?;
        (hold.is_active, hold.has_expired) = (false, has_expired);
        let (amount, taken) = (hold.amount, std::mem::take(&mut hold.taken));
        (self.held, self.entries) = (self.held - amount, self.entries + 1);
        self.give(taken);
        Ok((amount, false))
    }

    fn active(&mut self, hold: HoldId) -> Result<&mut ModelHold, &'static str> {
        match self.holds.get_mut(&hold) {
            None => Err("NOT_FOUND"),
            Some(hold) if !hold.is_active => Err("HOLD_NOT_ACTIVE"),
            Some(hold) => Ok(hold),
        }
    }

    /// Takes credits, one after another, the soonest to expire first.
    fn take(&mut self, amount: i64) -> Vec<Credit> {
        self.purse.sort();
        let there = self.purse.len().min(amount as usize);
        self.purse.drain(..there).collect()
    }

    /// Each credit pays what is owed, or goes into the purse.
    fn give(&mut self, credits: Vec<Credit>) {
        for credit in credits {
            if self.debt > 0 {
                self.debt -= 1;
            } else {
                self.purse.push(credit);
            }
        }
    }

    /// Credits whose time is over go, with an entry for each lot.
    fn lapse(&mut self, now: Timestamp) {
        let (gone, kept): (Vec<_>, Vec<_>) = self.purse.iter().partition(|credit| credit.expires_at <= now);
        self.purse = kept;
        let mut lots: Vec<_> = gone.iter().map(|credit: &Credit| credit.lot).collect();
        lots.sort_unstable();
        lots.dedup();
        self.entries += lots.len() as u64;
    }
}

/// Holds last a week at most.
fn is_too_far(expires_at: Timestamp, now: Timestamp) -> bool {
    expires_at.0 - now.0 > 7 * 24 * 3_600 * 1_000_000
}

/// What makes two requests the same: everything but times and notes.
fn words(verb: &Verb) -> String {
    match verb {
        Verb::Deposit { amount, source, .. } => format!("deposit {amount} {source:?}"),
        Verb::Hold { hold, amount, operation, .. } => format!("hold {hold} {amount} {operation}"),
        Verb::Settle { hold, amount, .. } => format!("settle {hold} {amount:?}"),
        Verb::Release { hold, .. } => format!("release {hold}"),
        Verb::Reverse { deposit, amount, .. } => format!("reverse {} {amount}", deposit.as_str()),
        Verb::Reinstate { deposit, amount, .. } => format!("reinstate {} {amount}", deposit.as_str()),
        Verb::Extend { .. } | Verb::Expire { .. } | Verb::Lapse => String::new(),
    }
}
