//! What the rows of an account add up to, and whether that is what they say of each other.

use std::hash::{BuildHasher, Hash, RandomState};

use credits::decide::{Balance, Chain, EntryKind, HoldState};
use credits::{AccountId, Timestamp};

use super::tables::{Audited, HoldLine, Line, LotLine, Stored};
use super::{ENTRIES_A_REPORT, Report};
use crate::StorageError;
use crate::store::snapshot::{Rows, Tables};

/// What one account's rows add up to.
///
/// Which hold was made and how it ended is compared as a sum of hashes: what the entries say is added, what the holds say is
/// subtracted, and nothing remains if both say the same, each as often as the other. The sums of an account with millions of holds take
/// no more room than those of one with none.
pub(super) struct Sums<'h> {
    hasher: &'h RandomState,
    account: AccountId,
    stored: Option<Stored>,
    chain: Chain,
    remaining: i64,
    has_parts_of_their_holds: bool,
    lots: u64,
    available: i64,
    held: i64,
    active: i64,
    version: u64,
    last_at: Timestamp,
    made: u64,
    ended: u64,
    keyed: u64,
}

impl<'h> Sums<'h> {
    pub fn new(hasher: &'h RandomState, account: AccountId) -> Self {
        Self {
            hasher,
            account,
            stored: None,
            chain: Chain::START,
            remaining: 0,
            has_parts_of_their_holds: true,
            lots: 0,
            available: 0,
            held: 0,
            active: 0,
            version: 0,
            last_at: Timestamp(i64::MIN),
            made: 0,
            ended: 0,
            keyed: 0,
        }
    }

    fn hash(&self, what: impl Hash) -> u64 {
        self.hasher.hash_one(what)
    }

    pub fn add_account<S: Rows>(
        &mut self,
        tables: &mut Tables<S, Audited>,
        report: &mut Report,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), StorageError> {
        self.stored = tables.balances.next_of(self.account)?;
        while let Some(line) = tables.entries.next_of(self.account)? {
            report.entries += 1;
            if report.entries.is_multiple_of(ENTRIES_A_REPORT) {
                progress(report.entries);
            }
            self.add_entry(&line, report);
        }
        while let Some(hold) = tables.holds.next_of(self.account)? {
            report.holds += 1;
            self.add_hold(&hold);
        }
        while let Some(lot) = tables.lots.next_of(self.account)? {
            report.lots += 1;
            self.add_lot(&lot);
        }
        while let Some(version) = tables.keys.next_of(self.account)? {
            report.keys += 1;
            self.keyed = self.keyed.wrapping_sub(self.hash(version));
        }
        // A row without entries is a lock in PostgreSQL, and not an account yet.
        let has_entries = self.version > 0 || self.stored.is_some_and(|stored| stored.balance.version > 0);
        report.accounts += u64::from(has_entries);
        Ok(())
    }

    fn add_entry(&mut self, line: &Line, report: &mut Report) {
        let entry = &line.entry;
        let (version, kind) = (entry.version, entry.kind.as_str());
        let mut differs = |sentence| report.differs(self.account, sentence);
        if version != self.version.saturating_add(1) {
            differs(format!("After entry {} comes entry {version}: entries are missing between them.", self.version));
        }
        if !line.has_deltas_of_its_kind() {
            let (available, held) = (entry.available_delta, entry.held_delta);
            differs(format!("Entry {version} is a {kind} and moves available by {available} and held by {held}."));
        }
        if entry.at < self.last_at {
            differs(format!("Entry {version} is earlier than the one before it."));
        }
        let chain = self.chain.after(entry);
        if chain != line.chain {
            differs(format!(
                "Entry {version} is not what was written: the chain does not fit it and the one before it."
            ));
        }
        // On with what stands there: one altered entry is named once.
        (self.version, self.last_at, self.chain) = (version, entry.at, line.chain);
        let before = self.available;
        self.available = self.available.saturating_add(entry.available_delta.get());
        self.held = self.held.saturating_add(entry.held_delta.get());
        if (self.available, self.held) != (line.available.get(), line.held.get()) {
            differs(format!(
                "Entry {version} says {} available and {} held after it; the entries add up to {} and {}.",
                line.available, line.held, self.available, self.held
            ));
        }
        let is_overspent = self.available < 0 && self.available < before && entry.kind != EntryKind::Reverse;
        if is_overspent || self.held < 0 {
            differs(format!("After entry {version} there are {} available and {} held.", self.available, self.held));
        }
        self.add_ends(line);
    }

    /// What an entry says about its hold, its lot and its key.
    fn add_ends(&mut self, line: &Line) {
        let entry = &line.entry;
        if !matches!(entry.kind, EntryKind::Expire | EntryKind::Lapse) {
            self.keyed = self.keyed.wrapping_add(self.hash(entry.version));
        }
        let (available, amount) = (entry.available_delta.get(), -entry.held_delta.get());
        let id = entry.hold.map_or([0; 16], |hold| *hold.0.as_bytes());
        let (word, spent) = match entry.kind {
            EntryKind::Hold => {
                self.made = self.made.wrapping_add(self.hash((id, -amount)));
                return;
            }
            EntryKind::Deposit => {
                self.lots = self.lots.wrapping_add(self.hash(("begun", entry.version, available)));
                return;
            }
            EntryKind::Reverse | EntryKind::Reinstate => {
                let times = self.hash(("reversed", entry.lot)).wrapping_mul(available.cast_unsigned());
                self.lots = self.lots.wrapping_sub(times);
                return;
            }
            EntryKind::Lapse => return,
            EntryKind::Settle => ("settled", amount - available),
            EntryKind::Release => ("released", 0),
            EntryKind::Expire => ("expired", 0),
        };
        self.ended = self.ended.wrapping_add(self.hash((id, amount, word, spent, entry.at)));
    }

    /// What a hold says about itself.
    fn add_hold(&mut self, hold: &HoldLine) {
        let (id, amount) = (*hold.id.0.as_bytes(), hold.amount.get());
        self.made = self.made.wrapping_sub(self.hash((id, amount)));
        self.has_parts_of_their_holds &= hold.taken == hold.owed() || self.is_before_lots(hold);
        let word = hold.state.as_str();
        let (amount, spent, at) = match (hold.state, hold.expired_at) {
            (HoldState::Active, _) => {
                self.active = self.active.saturating_add(amount);
                return;
            }
            (HoldState::Settled { spent, at }, None) => (amount, spent.get(), at),
            (HoldState::Settled { spent, at }, Some(expired_at)) => {
                // It ended twice: nothing was held any more when it was settled.
                self.ended = self.ended.wrapping_sub(self.hash((id, amount, "expired", 0_i64, expired_at)));
                (0, spent.get(), at)
            }
            (HoldState::Released { at } | HoldState::Expired { at }, _) => (amount, 0, at),
        };
        self.ended = self.ended.wrapping_sub(self.hash((id, amount, word, spent, at)));
    }

    /// Of a hold that was settled before there were lots nobody knows from which it was spent.
    fn is_before_lots(&self, hold: &HoldLine) -> bool {
        matches!(hold.state, HoldState::Settled { .. }) && hold.taken == 0
    }

    /// What a lot says about itself.
    fn add_lot(&mut self, lot: &LotLine) {
        self.remaining = self.remaining.saturating_add(lot.remaining.get());
        self.lots = self.lots.wrapping_sub(self.hash(("begun", lot.lot.0, lot.amount.get())));
        let times = self.hash(("reversed", Some(lot.lot))).wrapping_mul(lot.reversed.get().cast_unsigned());
        self.lots = self.lots.wrapping_sub(times);
    }

    /// Compares the sums. False when holds or keys do not agree with the entries, and somebody must look which.
    pub fn compare(&self, report: &mut Report) -> bool {
        let mut differs = |sentence| report.differs(self.account, sentence);
        let summed = (self.available, self.held, self.version);
        let Stored { balance: stored, chain, newest_at } = self.stored.unwrap_or_default();
        if self.stored.is_none() && self.version > 0 {
            differs(format!("There are {} entries and no balance.", self.version));
        } else if (stored.available.get(), stored.held.get(), stored.version) != summed {
            let Balance { available, held, version } = stored;
            differs(format!(
                "The balance says {available} available, {held} held, version {version}; \
                 the entries add up to {} available, {} held, version {}.",
                summed.0, summed.1, summed.2
            ));
        }
        if chain != self.chain && self.stored.is_some() {
            differs("The newest entry is not the one that was written last: the chain ends elsewhere.".to_owned());
        }
        if newest_at.is_some_and(|at| at != self.last_at) {
            differs("The balance's moment is not that of the newest entry.".to_owned());
        }
        if self.remaining != self.available.max(0) {
            differs(format!(
                "Lots have {} left; the entries say {} can be spent.",
                self.remaining,
                self.available.max(0)
            ));
        }
        if !self.has_parts_of_their_holds {
            differs("A hold's parts do not add up to what it holds or spent.".to_owned());
        }
        if self.active != self.held {
            differs(format!("Active holds add up to {}; the entries say {} are held.", self.active, self.held));
        }
        (self.made, self.ended, self.keyed, self.lots) == (0, 0, 0, 0)
    }
}
