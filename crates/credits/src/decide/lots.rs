//! Lots: credits that came in together are spent together, the soonest-expiring first, and go back to where they were taken from.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Credits, Timestamp};

/// Names a lot of an account: the version of the entry with which its credits came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LotId(pub u64);

impl fmt::Display for LotId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A lot that has credits left. One that has none is not read: nothing can be taken from it, and what returns to it says all that is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenLot {
    /// Which lot.
    pub id: LotId,
    /// How many of its credits are left: at least 1.
    pub remaining: Credits,
    /// When what is left of it goes out; `None` for never.
    pub expires_at: Option<Timestamp>,
}

/// What was taken from one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// From which lot.
    pub lot: LotId,
    /// How many: at least 1.
    pub amount: Credits,
    /// When that lot expires, so that what returns to it is sorted in without reading it.
    pub expires_at: Option<Timestamp>,
}

/// A purchase whose credits go back out, or come back: its lot, whatever is left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase {
    /// Its lot.
    pub lot: LotId,
    /// How many credits it brought.
    pub amount: Credits,
    /// How many of them were reversed so far.
    pub reversed: Credits,
    /// When its lot expires.
    pub expires_at: Option<Timestamp>,
}

/// Where a lot stands in the order of spending: the soonest to expire first, of those that never do the oldest.
const fn place(expires_at: Option<Timestamp>, lot: LotId) -> (Timestamp, LotId) {
    match expires_at {
        Some(at) => (at, lot),
        None => (Timestamp(i64::MAX), lot),
    }
}

/// The lots of an account while a command is decided.
#[derive(Debug)]
pub(super) struct Lots {
    /// In the order of spending.
    open: Vec<OpenLot>,
    /// Those whose rest is another than it was read.
    changed: Vec<LotId>,
}

impl Lots {
    pub fn new(open: &[OpenLot]) -> Self {
        let mut open = open.to_vec();
        open.sort_unstable_by_key(|lot| place(lot.expires_at, lot.id));
        Self { open, changed: Vec::new() }
    }

    /// Takes up to that many credits, the soonest to expire first. What the parts fall short of is not there.
    pub fn take(&mut self, amount: Credits) -> Vec<Part> {
        let mut missing = amount.get();
        let mut parts = Vec::new();
        for lot in &mut self.open {
            if missing <= 0 {
                break;
            }
            let taken = lot.remaining.get().min(missing);
            missing -= taken;
            parts.extend(take_from(lot, taken));
        }
        self.note(&parts);
        parts
    }

    /// Takes up to that many credits from one lot.
    pub fn take_of(&mut self, lot: LotId, amount: Credits) -> Credits {
        let Some(found) = self.open.iter_mut().find(|found| found.id == lot) else { return Credits::ZERO };
        let taken = take_from(found, found.remaining.get().min(amount.get()));
        let amount = sum(taken.as_slice());
        self.note(taken.as_slice());
        amount
    }

    /// Puts credits back, or in for the first time.
    pub fn put(&mut self, part: Part) {
        let Part { lot, amount, expires_at } = part;
        if amount == Credits::ZERO {
            return;
        }
        self.changed.push(lot);
        if let Some(found) = self.open.iter_mut().find(|found| found.id == lot) {
            // A lot may have more than came in with it, when a reversal took others for some that were on hold and was taken back
            // before they returned. What an account has fits together, or the entry that says so is refused.
            found.remaining = found.remaining.plus(amount).unwrap_or(Credits::MAX);
            return;
        }
        let at = self.open.partition_point(|other| place(other.expires_at, other.id) < place(expires_at, lot));
        self.open.insert(at, OpenLot { id: lot, remaining: amount, expires_at });
    }

    /// The first lot with something left whose time is over at that moment.
    pub fn overdue(&self, at: Timestamp) -> Option<Part> {
        let lot = self.open.iter().find(|lot| lot.remaining > Credits::ZERO)?;
        let is_over = lot.expires_at.is_some_and(|expires_at| expires_at <= at);
        is_over.then_some(Part { lot: lot.id, amount: lot.remaining, expires_at: lot.expires_at })
    }

    fn note(&mut self, parts: &[Part]) {
        self.changed.extend(parts.iter().map(|part| part.lot));
    }

    /// What is open now, and what is left of every lot that changed.
    pub fn end(self) -> (Vec<OpenLot>, Vec<(LotId, Credits)>) {
        let Self { open, mut changed } = self;
        changed.sort_unstable();
        changed.dedup();
        let left = |lot: LotId| open.iter().find(|open| open.id == lot).map_or(Credits::ZERO, |open| open.remaining);
        let changed = changed.into_iter().map(|lot| (lot, left(lot))).collect();
        (open.into_iter().filter(|lot| lot.remaining > Credits::ZERO).collect(), changed)
    }
}

/// Takes so many from a lot that has as many.
fn take_from(lot: &mut OpenLot, amount: i64) -> Option<Part> {
    let amount = Credits::new(amount).ok().filter(|amount| *amount > Credits::ZERO)?;
    lot.remaining = lot.remaining.minus(amount).unwrap_or(Credits::ZERO);
    Some(Part { lot: lot.id, amount, expires_at: lot.expires_at })
}

/// What parts add up to.
pub(super) fn sum(parts: &[Part]) -> Credits {
    // Parts are of one account, whose credits fit together.
    parts.iter().fold(Credits::ZERO, |sum, part| sum.plus(part.amount).unwrap_or(Credits::MAX))
}

/// The parts that were taken first, up to an amount, and the rest of them.
pub(super) fn split(parts: &[Part], amount: Credits) -> (Vec<Part>, Vec<Part>) {
    let (mut first, mut rest, mut missing) = (Vec::new(), Vec::new(), amount.get());
    for part in parts {
        let here = part.amount.get().min(missing);
        missing -= here;
        for (side, amount) in [(&mut first, here), (&mut rest, part.amount.get() - here)] {
            let amount = Credits::new(amount).ok().filter(|amount| *amount > Credits::ZERO);
            side.extend(amount.map(|amount| Part { amount, ..*part }));
        }
    }
    (first, rest)
}
