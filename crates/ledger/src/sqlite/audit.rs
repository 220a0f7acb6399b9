//! Reads a whole ledger once, table beside table in the order of the accounts, and compares the sums.

use std::hash::{BuildHasher, Hash, RandomState};
use std::path::Path;

use credits::decide::{Balance, EntryKind, HoldState};
use credits::{AccountId, Credits, HoldId, Timestamp};
use rusqlite::{Connection, Row, Rows};

use super::connection::open_for_reading;
use super::diagnose::diagnose;
use super::rows;
use crate::StorageError;
use crate::audit::Report;

/// How many entries are read between two reports of progress.
const ENTRIES_A_REPORT: u64 = 100_000;

/// Audits in one read transaction, so that a server may go on writing beside it.
pub(crate) fn audit(path: &Path, progress: &mut dyn FnMut(u64)) -> Result<Report, StorageError> {
    let mut connection = open_for_reading(path)?;
    let transaction = connection.transaction()?;
    let report = audit_snapshot(&transaction, progress)?;
    transaction.finish()?;
    Ok(report)
}

fn audit_snapshot(connection: &Connection, progress: &mut dyn FnMut(u64)) -> Result<Report, StorageError> {
    let mut balances = connection.prepare("SELECT account, available, held, version FROM balances ORDER BY account")?;
    let mut entries = connection.prepare(
        "SELECT account, version, at, kind, available_delta, held_delta, hold, available, held
         FROM entries ORDER BY account, version",
    )?;
    let mut holds =
        connection.prepare("SELECT account, hold, amount, state, ended_at, spent FROM holds ORDER BY account, hold")?;
    let mut keys = connection.prepare("SELECT account, version FROM keys ORDER BY account")?;
    let mut tables = Tables {
        balances: Stream::new(balances.query([])?, |row| rows::balance(row, 1))?,
        entries: Stream::new(entries.query([])?, Line::read)?,
        holds: Stream::new(holds.query([])?, HoldLine::read)?,
        keys: Stream::new(keys.query([])?, |row| rows::version(row, 1))?,
    };
    let hasher = RandomState::new();
    let mut report = Report::default();
    while let Some(account) = tables.next_account() {
        let mut sums = Sums::new(&hasher, account);
        sums.add_account(&mut tables, &mut report, progress)?;
        if !sums.compare(&mut report) {
            diagnose(connection, account, &mut report)?;
        }
    }
    progress(report.entries);
    Ok(report)
}

/// A table's rows in the order of their accounts, the next one looked at beforehand.
struct Stream<'s, T> {
    rows: Rows<'s>,
    read: fn(&Row<'_>) -> Result<T, StorageError>,
    next: Option<(AccountId, T)>,
}

impl<'s, T> Stream<'s, T> {
    fn new(rows: Rows<'s>, read: fn(&Row<'_>) -> Result<T, StorageError>) -> Result<Self, StorageError> {
        let mut stream = Self { rows, read, next: None };
        stream.advance()?;
        Ok(stream)
    }

    fn advance(&mut self) -> Result<Option<(AccountId, T)>, StorageError> {
        let next = match self.rows.next()? {
            Some(row) => Some((rows::account(row, 0)?, (self.read)(row)?)),
            None => None,
        };
        Ok(std::mem::replace(&mut self.next, next))
    }

    fn account(&self) -> Option<AccountId> {
        self.next.as_ref().map(|(account, _)| *account)
    }

    /// The account's next row.
    fn next_of(&mut self, account: AccountId) -> Result<Option<T>, StorageError> {
        if self.account() == Some(account) { Ok(self.advance()?.map(|(_, row)| row)) } else { Ok(None) }
    }
}

struct Tables<'s> {
    balances: Stream<'s, Balance>,
    entries: Stream<'s, Line>,
    holds: Stream<'s, HoldLine>,
    keys: Stream<'s, u64>,
}

impl Tables<'_> {
    /// The first account of which any table has rows left.
    fn next_account(&self) -> Option<AccountId> {
        [self.balances.account(), self.entries.account(), self.holds.account(), self.keys.account()]
            .into_iter()
            .flatten()
            .min()
    }
}

/// What the audit reads of an entry.
struct Line {
    version: u64,
    at: Timestamp,
    kind: EntryKind,
    available_delta: Credits,
    held_delta: Credits,
    hold: Option<[u8; 16]>,
    available: Credits,
    held: Credits,
}

impl Line {
    fn read(row: &Row<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            version: rows::version(row, 1)?,
            at: rows::timestamp(row, 2)?,
            kind: rows::entry_kind(row, 3)?,
            available_delta: rows::credits(row, 4)?,
            held_delta: rows::credits(row, 5)?,
            hold: row.get(6)?,
            available: rows::credits(row, 7)?,
            held: rows::credits(row, 8)?,
        })
    }

    /// Whether the deltas are ones that a command of this kind makes.
    fn has_deltas_of_its_kind(&self) -> bool {
        let (available, held) = (self.available_delta.get(), self.held_delta.get());
        match self.kind {
            EntryKind::Deposit => available >= 0 && held == 0,
            EntryKind::Hold => held >= 0 && available == -held,
            EntryKind::Settle => available >= 0 && held <= 0 && available + held <= 0,
            EntryKind::Release | EntryKind::Expire => held <= 0 && available == -held,
        }
    }
}

/// What the audit reads of a hold.
struct HoldLine {
    id: HoldId,
    amount: Credits,
    state: HoldState,
}

impl HoldLine {
    fn read(row: &Row<'_>) -> Result<Self, StorageError> {
        let word: String = row.get(3)?;
        let state = rows::hold_state(&word, || rows::timestamp(row, 4), || rows::credits(row, 5))?;
        Ok(Self { id: rows::hold_id(row, 1)?, amount: rows::credits(row, 2)?, state })
    }
}

/// What one account's rows add up to.
///
/// Which hold was made and how it ended is compared as a sum of hashes: what the entries say is added, what the holds say is
/// subtracted, and nothing remains if both say the same, each as often as the other. The sums of an account with millions of holds take
/// no more room than those of one with none.
struct Sums<'h> {
    hasher: &'h RandomState,
    account: AccountId,
    stored: Option<Balance>,
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
    fn new(hasher: &'h RandomState, account: AccountId) -> Self {
        Self {
            hasher,
            account,
            stored: None,
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

    fn add_account(
        &mut self,
        tables: &mut Tables<'_>,
        report: &mut Report,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), StorageError> {
        report.accounts += 1;
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
        while let Some(version) = tables.keys.next_of(self.account)? {
            report.keys += 1;
            self.keyed = self.keyed.wrapping_sub(self.hash(version));
        }
        Ok(())
    }

    fn add_entry(&mut self, line: &Line, report: &mut Report) {
        let version = line.version;
        let mut differs = |sentence| report.differs(self.account, sentence);
        if version != self.version.saturating_add(1) {
            differs(format!("After entry {} comes entry {version}: entries are missing between them.", self.version));
        }
        if !line.has_deltas_of_its_kind() {
            let (available, held) = (line.available_delta, line.held_delta);
            let kind = line.kind.as_str();
            differs(format!("Entry {version} is a {kind} and moves available by {available} and held by {held}."));
        }
        if line.at < self.last_at {
            differs(format!("Entry {version} is earlier than the one before it."));
        }
        (self.version, self.last_at) = (version, line.at);
        self.available = self.available.saturating_add(line.available_delta.get());
        self.held = self.held.saturating_add(line.held_delta.get());
        if (self.available, self.held) != (line.available.get(), line.held.get()) {
            differs(format!(
                "Entry {version} says {} available and {} held after it; the entries add up to {} and {}.",
                line.available, line.held, self.available, self.held
            ));
        }
        if self.available < 0 || self.held < 0 {
            differs(format!("After entry {version} there are {} available and {} held.", self.available, self.held));
        }
        self.add_ends(line);
    }

    /// What an entry says about its hold and its key.
    fn add_ends(&mut self, line: &Line) {
        if line.kind != EntryKind::Expire {
            self.keyed = self.keyed.wrapping_add(self.hash(line.version));
        }
        let amount = -line.held_delta.get();
        let ended = match line.kind {
            EntryKind::Deposit => return,
            EntryKind::Hold => {
                self.made = self.made.wrapping_add(self.hash((line.hold.unwrap_or_default(), -amount)));
                return;
            }
            EntryKind::Settle => ("settled", amount - line.available_delta.get()),
            EntryKind::Release => ("released", 0),
            EntryKind::Expire => ("expired", 0),
        };
        let hash = self.hash((line.hold.unwrap_or_default(), amount, ended, line.at));
        self.ended = self.ended.wrapping_add(hash);
    }

    /// What a hold says about itself.
    fn add_hold(&mut self, hold: &HoldLine) {
        let (id, amount) = (*hold.id.0.as_bytes(), hold.amount.get());
        self.made = self.made.wrapping_sub(self.hash((id, amount)));
        let word = hold.state.as_str();
        let (ended, at) = match hold.state {
            HoldState::Active => {
                self.active = self.active.saturating_add(amount);
                return;
            }
            HoldState::Settled { spent, at } => ((word, spent.get()), at),
            HoldState::Released { at } | HoldState::Expired { at } => ((word, 0), at),
        };
        self.ended = self.ended.wrapping_sub(self.hash((id, amount, ended, at)));
    }

    /// Compares the sums. False when holds or keys do not agree with the entries, and somebody must look which.
    fn compare(&self, report: &mut Report) -> bool {
        let mut differs = |sentence| report.differs(self.account, sentence);
        let summed = (self.available, self.held, self.version);
        let stored = self.stored.unwrap_or_default();
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
        if self.active != self.held {
            differs(format!("Active holds add up to {}; the entries say {} are held.", self.active, self.held));
        }
        (self.made, self.ended, self.keyed) == (0, 0, 0)
    }
}
