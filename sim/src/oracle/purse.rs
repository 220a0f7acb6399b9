//! The credits that an account can spend, and what it owes.

use std::collections::BTreeMap;

/// The lot of a credit, in the order of spending: the soonest to expire first, of those that never do the oldest.
pub type Lot = (i64, u64);

/// The time at which credits expire that never do.
pub const NEVER: i64 = i64::MAX;

/// A purse. Credits of one lot are alike, so that they are counted and not listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purse {
    /// How many credits of which lot there are: at least one of each that is named.
    credits: BTreeMap<Lot, i64>,
    /// How many are owed, because reversals took more than there was.
    debt: i64,
}

impl Purse {
    /// What can be spent, or below zero what is owed.
    pub fn available(&self) -> i64 {
        self.credits.values().sum::<i64>() - self.debt
    }

    /// The first lot whose time is over, and how many credits of it there are.
    pub fn first_overdue(&self, now: i64) -> Option<(Lot, i64)> {
        self.first().filter(|((expires_at, _), _)| *expires_at <= now)
    }

    /// Takes credits in the order of spending, as far as there are any.
    pub fn take(&mut self, amount: i64) -> Vec<(Lot, i64)> {
        let (mut taken, mut missing) = (Vec::new(), amount);
        while missing > 0 {
            let Some((lot, _)) = self.first() else { break };
            let here = self.take_of(lot, missing);
            taken.push((lot, here));
            missing -= here;
        }
        taken
    }

    /// Takes credits of one lot, as far as there are any, and says how many.
    pub fn take_of(&mut self, lot: Lot, amount: i64) -> i64 {
        let there = self.credits.remove(&lot).unwrap_or(0);
        let taken = there.min(amount);
        if there > taken {
            self.credits.insert(lot, there - taken);
        }
        taken
    }

    /// Each credit pays what is owed, or goes into the purse.
    pub fn give(&mut self, credits: &[(Lot, i64)]) {
        for (lot, amount) in credits {
            let paid = self.debt.min(*amount);
            self.debt -= paid;
            if *amount > paid {
                *self.credits.entry(*lot).or_default() += amount - paid;
            }
        }
    }

    /// So many more are owed.
    pub fn owe(&mut self, amount: i64) {
        self.debt += amount;
    }

    fn first(&self) -> Option<(Lot, i64)> {
        self.credits.first_key_value().map(|(lot, amount)| (*lot, *amount))
    }
}

/// Cuts a list of credits after so many of them, and gives the rest.
pub fn split_off(taken: &mut Vec<(Lot, i64)>, amount: i64) -> Vec<(Lot, i64)> {
    let (mut first, mut rest, mut missing) = (Vec::new(), Vec::new(), amount);
    for (lot, there) in taken.drain(..) {
        let here = there.min(missing);
        missing -= here;
        first.extend((here > 0).then_some((lot, here)));
        rest.extend((there > here).then_some((lot, there - here)));
    }
    *taken = first;
    rest
}
