//! The audit: every balance is recomputed from entries and compared, every hold and every key with the entries that made and ended it.

mod diagnose;
mod sums;
mod tables;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use credits::AccountId;

use crate::postgres::{self, Server};
use crate::store::snapshot::{Accounts, Rows, Snapshot, Tables, statements};
use crate::{StorageError, sqlite};
use sums::Sums;
use tables::Audited;

/// How many entries are read between two reports of progress.
const ENTRIES_A_REPORT: u64 = 100_000;

/// The most differences that a report lists. More are counted: a report must fit into memory whatever happened to the file.
pub const DIFFERENCES_LISTED_MAX: usize = 1_000;

/// What an audit found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many accounts were recomputed.
    pub accounts: u64,
    /// How many entries were added up.
    pub entries: u64,
    /// How many holds were compared with their entries.
    pub holds: u64,
    /// How many lots were compared with their entries.
    pub lots: u64,
    /// How many idempotency keys were compared with their entries.
    pub keys: u64,
    /// What does not agree, by account: the first [`DIFFERENCES_LISTED_MAX`].
    pub differences: Vec<Difference>,
    /// How many differences there are beyond the listed ones.
    pub differences_unlisted: u64,
}

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Whose.
    pub account: AccountId,
    /// What, in a sentence.
    pub sentence: String,
}

impl Report {
    /// Whether everything agrees.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.differences.is_empty() && self.differences_unlisted == 0
    }

    /// Both reports as one.
    fn and(mut self, other: Self) -> Self {
        self.accounts += other.accounts;
        self.entries += other.entries;
        self.holds += other.holds;
        self.lots += other.lots;
        self.keys += other.keys;
        self.differences_unlisted += other.differences_unlisted;
        other.differences.into_iter().for_each(|Difference { account, sentence }| self.differs(account, sentence));
        self
    }

    /// Lists a difference, or counts it when the list is full.
    pub(crate) fn differs(&mut self, account: AccountId, sentence: String) {
        if self.differences.len() < DIFFERENCES_LISTED_MAX {
            self.differences.push(Difference { account, sentence });
        } else {
            self.differences_unlisted += 1;
        }
    }
}

/// Audits a ledger's file, beside a running server if there is one. Reads everything once, in the order of the accounts, and keeps nothing but
/// sums. Two threads read half of the accounts each, as they are at one moment: what is compared is compared within an account, so that the two
/// moments need not be the same. `progress` is told now and then how many entries were read so far.
///
/// # Errors
/// When the file cannot be read, and when it holds a value that this program does not know.
pub fn audit_sqlite(path: &Path, progress: &mut dyn FnMut(u64)) -> Result<Report, StorageError> {
    let read = |accounts, progress: &mut dyn FnMut(u64)| {
        sqlite::read_snapshot(path, statements::<Audited>, accounts, |snapshot| audit(snapshot, progress))
    };
    let Some(middle) = sqlite::middle_account(path)? else { return read(Accounts::All, progress) };
    let read_behind = AtomicU64::new(0);
    let (before, behind) = std::thread::scope(|scope| {
        let behind =
            scope.spawn(|| read(Accounts::From(middle), &mut |entries| read_behind.store(entries, Ordering::Relaxed)));
        let before =
            read(Accounts::Before(middle), &mut |entries| progress(entries + read_behind.load(Ordering::Relaxed)));
        (before, behind.join())
    });
    let behind = behind.map_err(|_| StorageError::unavailable("half of the audit panicked"))??;
    let report = before?.and(behind);
    progress(report.entries);
    Ok(report)
}

/// The same over a PostgreSQL database, by its address. Waits for the database, and must not be asked where asynchronous work is done.
///
/// # Errors
/// When the address is none, and as [`audit_sqlite`].
pub fn audit_postgres(address: &str, progress: &mut dyn FnMut(u64)) -> Result<Report, StorageError> {
    let server = Server::at(address).map_err(|error| StorageError::unavailable(error.to_string()))?;
    postgres::read_snapshot(&server, statements::<Audited>, |snapshot| audit(snapshot, progress))
}

/// Adds up account after account, and looks closer at those whose sums do not agree.
fn audit<S: Rows>(snapshot: Snapshot<'_, S>, progress: &mut dyn FnMut(u64)) -> Result<Report, StorageError> {
    let asked = snapshot.asked;
    let mut tables: Tables<S, Audited> = snapshot.tables()?;
    let hasher = std::hash::RandomState::new();
    let mut report = Report::default();
    while let Some(account) = tables.next_account() {
        let mut sums = Sums::new(&hasher, account);
        sums.add_account(&mut tables, &mut report, progress)?;
        if !sums.compare(&mut report) {
            diagnose::diagnose(asked, account, &mut report)?;
        }
    }
    progress(report.entries);
    Ok(report)
}
