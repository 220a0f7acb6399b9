//! One account as the product's words describe it: a purse of credits that remember with which deposit they came in. Shares nothing with
//! the code that it judges but the types of commands and answers.
//!
//! Entries are not computed from commands: each says by how much purse, debt and held credits have moved since the entry before it.

use std::collections::BTreeMap;

use credits::decide::{Answer, Balance, Entry, EntryKind, Hold, HoldState, LotId, Part, Refusal, Source, Verb};
use credits::{AccountId, Credits, HoldId, Shortfall, Timestamp};

use super::Mistake;
use super::purse::{Lot, NEVER, Purse, split_off};

/// The most that amounts and balances may be.
const MOST: i64 = 1_000_000_000_000_000;

/// How long a hold may last, in microseconds.
const A_WEEK: i64 = 7 * 24 * 3_600 * 1_000_000;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    amount: i64,
    operation: String,
    expires_at: i64,
    state: HoldState,
    expired_at: Option<Timestamp>,
    /// What was taken, in the order in which it was taken.
    taken: Vec<(Lot, i64)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Purchase {
    lot: Lot,
    amount: i64,
    reversed: i64,
}

/// Everything that an account has and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    id: AccountId,
    purse: Purse,
    /// How many active holds set aside.
    held: i64,
    entries: Vec<Entry>,
    holds: BTreeMap<HoldId, Held>,
    /// By the keys of their deposits.
    purchases: BTreeMap<String, Purchase>,
    /// What each key asked, and what was answered.
    keys: BTreeMap<String, (String, Answer)>,
    mistake: Mistake,
}

/// What an entry is about, beside amounts.
#[derive(Default)]
struct About<'a> {
    hold: Option<HoldId>,
    lot: Option<Lot>,
    source: Option<Source>,
    note: &'a str,
}

/// What was done: the amount and the hold of the answer, and whether it was done before.
type Done = (i64, Option<HoldId>, bool);

impl Account {
    /// An account without entries.
    pub fn new(id: AccountId, mistake: Mistake) -> Self {
        let (holds, purchases, keys) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { id, purse: Purse::default(), held: 0, entries: Vec::new(), holds, purchases, keys, mistake }
    }

    /// What it has.
    pub fn balance(&self) -> Balance {
        let (available, held) = (credits(self.purse.available()), credits(self.held));
        Balance { available, held, version: self.entries.len() as u64 }
    }

    /// Every entry, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every hold as it stands.
    pub fn holds(&self) -> Vec<Hold> {
        let part = |((expires_at, lot), amount): &(Lot, i64)| Part {
            lot: LotId(*lot),
            amount: credits(*amount),
            expires_at: (*expires_at != NEVER).then_some(Timestamp(*expires_at)),
        };
        let hold = |(id, held): (&HoldId, &Held)| Hold {
            id: *id,
            amount: credits(held.amount),
            operation: held.operation.clone(),
            expires_at: Timestamp(held.expires_at),
            state: held.state,
            expired_at: held.expired_at,
            parts: held.taken.iter().map(part).collect(),
        };
        self.holds.iter().map(hold).collect()
    }

    /// The active holds whose time has come, with the moments at which it came.
    pub fn overdue(&self, now: i64) -> Vec<(i64, HoldId)> {
        let overdue = |held: &Held| held.state == HoldState::Active && held.expires_at <= now;
        self.holds.iter().filter(|(_, held)| overdue(held)).map(|(id, held)| (held.expires_at, *id)).collect()
    }

    /// Whether credits are in the purse whose time is over.
    pub fn lapses(&self, now: i64) -> bool {
        self.purse.first_overdue(now).is_some()
    }

    /// Asks for something: the answer with whether it was given before, or the refusal, which changes nothing.
    pub fn ask(&mut self, verb: &Verb, key: Option<&str>, now: i64) -> Result<(Answer, bool), Refusal> {
        let words = words(verb);
        if let Some((before, answer)) = key.and_then(|key| self.keys.get(key)) {
            return if *before == words { Ok((*answer, true)) } else { Err(Refusal::KeyReused) };
        }
        let before = self.clone();
        match self.change(verb, key.unwrap_or_default(), now) {
            Err(refusal) => {
                *self = before;
                Err(refusal)
            }
            Ok((amount, hold, is_replay)) => {
                let answer = Answer { amount: credits(amount), hold, balance: self.balance() };
                if let Some(key) = key {
                    self.keys.insert(key.to_owned(), (words, answer));
                }
                Ok((answer, is_replay))
            }
        }
    }

    fn change(&mut self, verb: &Verb, key: &str, now: i64) -> Result<Done, Refusal> {
        match verb {
            Verb::Deposit { amount, source, note, expires_at, .. } => {
                self.deposit(key, amount.get(), *source, note, expires_at.map_or(NEVER, |at| at.0), now)
            }
            Verb::Hold { hold, amount, operation, expires_at, .. } => {
                self.hold(*hold, amount.get(), operation, expires_at.0, now)
            }
            Verb::Settle { hold, amount, .. } => self.settle(*hold, amount.map(Credits::get), now),
            Verb::Release { hold, .. } => {
                self.give_back(*hold, EntryKind::Release, HoldState::Released { at: Timestamp(now) }, now)
            }
            Verb::Expire { hold } => {
                if now < self.active(*hold)?.expires_at {
                    return Err(Refusal::HoldNotExpired);
                }
                self.give_back(*hold, EntryKind::Expire, HoldState::Expired { at: Timestamp(now) }, now)
            }
            Verb::Extend { hold, expires_at } => self.extend(*hold, expires_at.0, now),
            Verb::Lapse => {
                let (available, entries) = (self.purse.available(), self.entries.len());
                self.lapse(now)?;
                Ok((available - self.purse.available(), None, entries == self.entries.len()))
            }
            Verb::Reverse { deposit, amount, note, .. } => self.reverse(deposit.as_str(), amount.get(), note, now),
            Verb::Reinstate { deposit, amount, note, .. } => self.reinstate(deposit.as_str(), amount.get(), note, now),
        }
    }

    fn deposit(
        &mut self,
        key: &str,
        amount: i64,
        source: Source,
        note: &str,
        expires_at: i64,
        now: i64,
    ) -> Result<Done, Refusal> {
        not_negative(amount)?;
        self.lapse(now)?;
        let lot = (expires_at, self.entries.len() as u64 + 1);
        self.purchases.insert(key.to_owned(), Purchase { lot, amount, reversed: 0 });
        self.purse.give(&[(lot, amount)]);
        self.note(EntryKind::Deposit, now, About { lot: Some(lot), source: Some(source), note, hold: None })?;
        self.lapse(now)?;
        Ok((amount, None, false))
    }

    fn hold(&mut self, id: HoldId, amount: i64, operation: &str, expires_at: i64, now: i64) -> Result<Done, Refusal> {
        not_negative(amount)?;
        if operation.is_empty() || operation.chars().count() > 200 {
            return Err(Refusal::OperationNameInvalid);
        }
        if expires_at <= now {
            return Err(Refusal::ExpiryInThePast);
        }
        if expires_at - now > A_WEEK {
            return Err(Refusal::ExpiryTooFar);
        }
        if self.holds.contains_key(&id) {
            return Err(Refusal::HoldExists);
        }
        self.lapse(now)?;
        if self.purse.available() < amount {
            let (required, available, operation) =
                (credits(amount), credits(self.purse.available()), operation.to_owned());
            let shortfall = Shortfall { required, available, operation };
            return Err(Refusal::InsufficientCredits { shortfall, held: credits(self.held) });
        }
        let taken = self.purse.take(amount);
        self.held += amount;
        let (operation, state) = (operation.to_owned(), HoldState::Active);
        self.holds.insert(id, Held { amount, operation, expires_at, state, expired_at: None, taken });
        self.note_hold(EntryKind::Hold, id, now)?;
        self.lapse(now)?;
        Ok((amount, Some(id), false))
    }

    fn settle(&mut self, id: HoldId, amount: Option<i64>, now: i64) -> Result<Done, Refusal> {
        amount.map_or(Ok(()), not_negative)?;
        let mut held = self.holds.get(&id).cloned().ok_or(Refusal::HoldNotFound)?;
        let spent = amount.unwrap_or(held.amount);
        let exceeds = Refusal::SettleExceedsHold { held: credits(held.amount), amount: credits(spent) };
        match held.state {
            HoldState::Active if spent > held.amount => return Err(exceeds),
            HoldState::Active => {
                self.lapse(now)?;
                self.held -= held.amount;
                let rest = split_off(&mut held.taken, spent);
                if self.mistake != Mistake::SettleKeepsTheRest {
                    self.purse.give(&rest);
                }
            }
            HoldState::Expired { at } => {
                self.lapse(now)?;
                if spent > 0 && spent > self.purse.available() {
                    return Err(Refusal::HoldNotActive { state: "expired" });
                }
                if spent > held.amount {
                    return Err(exceeds);
                }
                held.expired_at = Some(at);
                held.taken = self.purse.take(spent);
            }
            HoldState::Settled { .. } => return Err(Refusal::HoldNotActive { state: "settled" }),
            HoldState::Released { .. } => return Err(Refusal::HoldNotActive { state: "released" }),
        }
        held.state = HoldState::Settled { spent: credits(spent), at: Timestamp(now) };
        self.holds.insert(id, held);
        self.note_hold(EntryKind::Settle, id, now)?;
        self.lapse(now)?;
        Ok((spent, Some(id), false))
    }

    fn give_back(&mut self, id: HoldId, kind: EntryKind, state: HoldState, now: i64) -> Result<Done, Refusal> {
        let amount = self.active(id)?.amount;
        self.lapse(now)?;
        let held = self.active(id)?;
        held.state = state;
        let taken = std::mem::take(&mut held.taken);
        self.held -= amount;
        self.purse.give(&taken);
        self.note_hold(kind, id, now)?;
        if self.mistake != Mistake::LapsedCreditsReturn {
            self.lapse(now)?;
        }
        Ok((amount, Some(id), false))
    }

    /// Moves no credits, so that nothing lapses either.
    fn extend(&mut self, id: HoldId, expires_at: i64, now: i64) -> Result<Done, Refusal> {
        if expires_at - now > A_WEEK {
            return Err(Refusal::ExpiryTooFar);
        }
        let held = self.active(id)?;
        let is_later = expires_at > held.expires_at;
        held.expires_at = held.expires_at.max(expires_at);
        Ok((held.amount, Some(id), !is_later))
    }

    fn reverse(&mut self, deposit: &str, amount: i64, note: &str, now: i64) -> Result<Done, Refusal> {
        not_negative(amount)?;
        let purchase = self.purchases.get_mut(deposit).ok_or(Refusal::PurchaseNotFound)?;
        let reversible = purchase.amount - purchase.reversed;
        if amount > reversible {
            return Err(Refusal::ReversalExceedsPurchase { reversible: credits(reversible), amount: credits(amount) });
        }
        purchase.reversed += amount;
        let lot = purchase.lot;
        self.lapse(now)?;
        let own = self.purse.take_of(lot, amount);
        let others: i64 = self.purse.take(amount - own).iter().map(|(_, taken)| taken).sum();
        if self.mistake != Mistake::DebtIsForgiven {
            self.purse.owe(amount - own - others);
        }
        self.note(EntryKind::Reverse, now, About { lot: Some(lot), note, ..About::default() })?;
        self.lapse(now)?;
        Ok((amount, None, false))
    }

    fn reinstate(&mut self, deposit: &str, amount: i64, note: &str, now: i64) -> Result<Done, Refusal> {
        not_negative(amount)?;
        let purchase = self.purchases.get_mut(deposit).ok_or(Refusal::PurchaseNotFound)?;
        let reversed = purchase.reversed;
        if amount > reversed {
            let (reversed, amount) = (credits(reversed), credits(amount));
            return Err(Refusal::ReinstatementExceedsReversal { reversed, amount });
        }
        purchase.reversed -= amount;
        let lot = purchase.lot;
        self.lapse(now)?;
        self.purse.give(&[(lot, amount)]);
        self.note(EntryKind::Reinstate, now, About { lot: Some(lot), note, ..About::default() })?;
        self.lapse(now)?;
        Ok((amount, None, false))
    }

    fn active(&mut self, id: HoldId) -> Result<&mut Held, Refusal> {
        let held = self.holds.get_mut(&id).ok_or(Refusal::HoldNotFound)?;
        match held.state {
            HoldState::Active => Ok(held),
            HoldState::Settled { .. } => Err(Refusal::HoldNotActive { state: "settled" }),
            HoldState::Released { .. } => Err(Refusal::HoldNotActive { state: "released" }),
            HoldState::Expired { .. } => Err(Refusal::HoldNotActive { state: "expired" }),
        }
    }

    /// Credits whose time is over go, with an entry for each lot.
    fn lapse(&mut self, now: i64) -> Result<(), Refusal> {
        while let Some((lot, there)) = self.purse.first_overdue(now) {
            self.purse.take_of(lot, there);
            self.note(EntryKind::Lapse, now, About { lot: Some(lot), ..About::default() })?;
        }
        Ok(())
    }

    fn note_hold(&mut self, kind: EntryKind, id: HoldId, now: i64) -> Result<(), Refusal> {
        let note = self.holds.get(&id).map(|held| held.operation.clone()).unwrap_or_default();
        self.note(kind, now, About { hold: Some(id), note: &note, ..About::default() })
    }

    /// An entry: by how much everything has moved since the one before it.
    fn note(&mut self, kind: EntryKind, now: i64, about: About<'_>) -> Result<(), Refusal> {
        let sum = |of: fn(&Entry) -> Credits| self.entries.iter().map(|entry| of(entry).get()).sum::<i64>();
        let (available, held) = (sum(|entry| entry.available_delta), sum(|entry| entry.held_delta));
        let both = self.purse.available() + self.held;
        if [self.purse.available(), self.held, both].into_iter().any(|sum| sum.abs() > MOST) {
            return Err(Refusal::AmountOutOfRange);
        }
        self.entries.push(Entry {
            account: self.id,
            version: self.entries.len() as u64 + 1,
            at: Timestamp(now),
            kind,
            available_delta: credits(self.purse.available() - available),
            held_delta: credits(self.held - held),
            hold: about.hold,
            lot: about.lot.map(|lot| LotId(lot.1)),
            source: about.source,
            note: about.note.to_owned(),
        });
        Ok(())
    }
}

const fn not_negative(amount: i64) -> Result<(), Refusal> {
    if amount < 0 { Err(Refusal::AmountOutOfRange) } else { Ok(()) }
}

/// An amount of which is known that it fits; one that does not shows as a difference.
fn credits(amount: i64) -> Credits {
    Credits::new(amount).unwrap_or(Credits::MAX)
}

/// What makes two requests the same request: everything but moments and notes.
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
