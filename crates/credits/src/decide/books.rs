//! What a decision does, step by step: each step writes an entry and moves balance and lots by it. The only place that makes a balance.

use super::lots::{Lots, Part, Purchase, split};
use super::replay::key_to_remember;
use super::{
    Answer, Balance, Command, Effects, Entry, EntryKind, Hold, KeyRecord, LotId, NewLot, Refusal, Source, Verdict, View,
};
use crate::{AccountId, Credits, Timestamp};

/// An account while a command is decided.
pub(super) struct Books {
    account: AccountId,
    at: Timestamp,
    balance: Balance,
    lots: Lots,
    entries: Vec<Entry>,
    new_lot: Option<NewLot>,
    purchase: Option<Purchase>,
}

/// One entry to write.
pub(super) struct Line<'a> {
    pub kind: EntryKind,
    pub available_delta: Credits,
    pub held_delta: Credits,
    pub hold: Option<&'a Hold>,
    pub lot: Option<LotId>,
    pub source: Option<Source>,
    pub note: &'a str,
}

impl Line<'_> {
    /// An entry about a hold, under the name of its operation.
    pub fn of_hold(kind: EntryKind, hold: &Hold, available_delta: Credits, held_delta: Credits) -> Line<'_> {
        Line { kind, available_delta, held_delta, hold: Some(hold), lot: None, source: None, note: &hold.operation }
    }
}

impl Books {
    /// The books as they were read, after what is overdue at that moment has gone out: nobody spends from a lot whose time is over.
    pub fn open(view: &View, account: AccountId, at: Timestamp) -> Result<Self, Refusal> {
        let mut books = Self {
            account,
            at,
            balance: view.balance,
            lots: Lots::new(&view.lots),
            entries: Vec::new(),
            new_lot: None,
            purchase: None,
        };
        books.lapse()?;
        Ok(books)
    }

    /// What there is now.
    pub const fn balance(&self) -> Balance {
        self.balance
    }

    /// Whether anything was written.
    pub const fn is_untouched(&self) -> bool {
        self.entries.is_empty()
    }

    /// The version of the next entry; of a deposit it is the lot's name as well.
    pub const fn next_version(&self) -> u64 {
        self.balance.version.saturating_add(1)
    }

    /// What is owed: reversals took more than there was.
    fn debt(&self) -> Credits {
        if self.balance.available.is_negative() { self.balance.available.negated() } else { Credits::ZERO }
    }

    /// Takes up to that many credits out of the lots.
    pub fn take(&mut self, amount: Credits) -> Vec<Part> {
        self.lots.take(amount)
    }

    /// Takes up to that many credits out of one lot, and says how many there were.
    pub fn take_of(&mut self, lot: LotId, amount: Credits) -> Credits {
        self.lots.take_of(lot, amount)
    }

    /// Puts parts into their lots, after what is owed has been paid with those that would have been spent first. Before the entry is
    /// written that says so.
    pub fn give(&mut self, parts: &[Part]) {
        let (_paid, rest) = split(parts, self.debt());
        rest.into_iter().for_each(|part| self.lots.put(part));
    }

    /// A new lot begins with this deposit.
    pub fn begin_lot(&mut self, lot: NewLot) {
        self.new_lot = Some(lot);
    }

    /// How much of a purchase was reversed has changed.
    pub fn set_purchase(&mut self, purchase: Purchase) {
        self.purchase = Some(purchase);
    }

    /// Writes an entry.
    pub fn write(&mut self, line: Line<'_>) -> Result<(), Refusal> {
        let out_of_range = |_| Refusal::AmountOutOfRange;
        let balance = Balance {
            available: self.balance.available.plus(line.available_delta).map_err(out_of_range)?,
            held: self.balance.held.plus(line.held_delta).map_err(out_of_range)?,
            version: self.next_version(),
        };
        // What is on hold may return at any time, and must find room then.
        balance.available.plus(balance.held).map_err(out_of_range)?;
        // From here it must succeed.
        assert!(!balance.held.is_negative(), "holds return no more than they took");
        self.entries.push(Entry {
            account: self.account,
            version: balance.version,
            at: self.at,
            kind: line.kind,
            available_delta: line.available_delta,
            held_delta: line.held_delta,
            hold: line.hold.map(|hold| hold.id),
            lot: line.lot,
            source: line.source,
            note: line.note.to_owned(),
        });
        self.balance = balance;
        Ok(())
    }

    /// What is left of lots whose time is over goes out, an entry a lot.
    pub fn lapse(&mut self) -> Result<(), Refusal> {
        while let Some(overdue) = self.lots.overdue(self.at) {
            self.lots.take_of(overdue.lot, overdue.amount);
            self.write(Line {
                kind: EntryKind::Lapse,
                available_delta: overdue.amount.negated(),
                held_delta: Credits::ZERO,
                hold: None,
                lot: Some(overdue.lot),
                source: None,
                note: "",
            })?;
        }
        Ok(())
    }

    /// Ends the decision after its last entry: what has returned to lots whose time is over goes out again.
    pub fn end(mut self, command: &Command, amount: Credits, hold: Option<Hold>) -> Result<Effects, Refusal> {
        let entry = self.balance.version;
        self.lapse()?;
        let answer = Answer { amount, hold: hold.as_ref().map(|hold| hold.id), balance: self.balance };
        let (open_lots, lots) = self.lots.end();
        assert!(
            open_lots.iter().map(|lot| lot.remaining.get()).sum::<i64>() == self.balance.available.get().max(0),
            "lots have what can be spent"
        );
        let key = key_to_remember(command).map(|(key, fingerprint)| (key, KeyRecord { fingerprint, entry, answer }));
        Ok(Effects {
            verdict: Verdict { answer, is_replay: false },
            entries: self.entries,
            hold,
            key,
            open_lots: Some(open_lots),
            lots,
            new_lot: self.new_lot,
            purchase: self.purchase,
        })
    }
}
