//! A ledger on one page, written from the product's words and not from the code: what random commands are checked against.

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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelHold {
    pub amount: i64,
    pub expires_at: Timestamp,
    pub is_active: bool,
}

/// What one account has and did.
#[derive(Debug, Default)]
pub struct Account {
    pub available: i64,
    pub held: i64,
    pub entries: u64,
    pub holds: HashMap<HoldId, ModelHold>,
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
        match self.change(verb, now) {
            Err(code) => Said::Refused(code),
            Ok((amount, is_replay)) => {
                let (available, held, entries) = (self.available, self.held, self.entries);
                let said = Said::Done { amount, available, held, entries, is_replay };
                if let Some(key) = key {
                    self.keys.insert(key.to_owned(), (asked, said.clone()));
                }
                said
            }
        }
    }

    /// The amount of the answer, and whether nothing changed.
    fn change(&mut self, verb: &Verb, now: Timestamp) -> Result<(i64, bool), &'static str> {
        match verb {
            Verb::Deposit { amount, .. } if amount.get() < 0 => Err("INVALID_REQUEST"),
            Verb::Deposit { amount, .. } => Ok(self.line(amount.get(), 0, amount.get())),
            Verb::Hold { hold, amount, expires_at, .. } => {
                let amount = amount.get();
                if amount < 0 || *expires_at <= now || self.holds.contains_key(hold) {
                    return Err("INVALID_REQUEST");
                }
                if amount > self.available {
                    return Err("INSUFFICIENT_CREDITS");
                }
                self.holds.insert(*hold, ModelHold { amount, expires_at: *expires_at, is_active: true });
                Ok(self.line(-amount, amount, amount))
            }
            Verb::Settle { amount: Some(amount), .. } if amount.get() < 0 => Err("INVALID_REQUEST"),
            Verb::Settle { hold, amount, .. } => {
                let held = self.active(*hold)?.amount;
                let spent = amount.map_or(held, |amount| amount.get());
                if spent > held {
                    return Err("SETTLE_EXCEEDS_HOLD");
                }
                self.active(*hold)?.is_active = false;
                Ok(self.line(held - spent, -held, spent))
            }
            Verb::Release { hold, .. } => self.give_back(*hold),
            Verb::Expire { hold } => {
                if now < self.active(*hold)?.expires_at {
                    return Err("HOLD_NOT_ACTIVE");
                }
                self.give_back(*hold)
            }
            Verb::Extend { hold, expires_at } => {
                let hold = self.active(*hold)?;
                let is_later = *expires_at > hold.expires_at;
                hold.expires_at = hold.expires_at.max(*expires_at);
                Ok((hold.amount, !is_later))
            }
        }
    }

    fn give_back(&mut self, hold: HoldId) -> Result<(i64, bool), &'static str> {
        let hold = self.active(hold)?;
        hold.is_active = false;
        let amount = hold.amount;
        Ok(self.line(amount, -amount, amount))
    }

    fn active(&mut self, hold: HoldId) -> Result<&mut ModelHold, &'static str> {
        match self.holds.get_mut(&hold) {
            None => Err("NOT_FOUND"),
            Some(hold) if !hold.is_active => Err("HOLD_NOT_ACTIVE"),
            Some(hold) => Ok(hold),
        }
    }

    fn line(&mut self, available: i64, held: i64, amount: i64) -> (i64, bool) {
        self.available += available;
        self.held += held;
        self.entries += 1;
        (amount, false)
    }
}

/// What makes two requests the same: everything but times and notes.
fn words(verb: &Verb) -> String {
    match verb {
        Verb::Deposit { amount, source, .. } => format!("deposit {amount} {source:?}"),
        Verb::Hold { hold, amount, operation, .. } => format!("hold {hold} {amount} {operation}"),
        Verb::Settle { hold, amount, .. } => format!("settle {hold} {amount:?}"),
        Verb::Release { hold, .. } => format!("release {hold}"),
        Verb::Extend { .. } | Verb::Expire { .. } => String::new(),
    }
}
