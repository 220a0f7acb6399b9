//! Moving a ledger: everything in it as one file of lines, and back into a ledger of any store. The file carries its own sums, and a file
//! whose sums do not match is refused before anything is written.

mod check;
mod export;
mod import;
mod lines;

use std::io::{BufRead, Seek, Write};
use std::path::Path;

use credits::decide::{Balance, Chain, Entry};
use credits::{AccountId, Timestamp};

use crate::postgres::{self, PostgresInlet, Server};
use crate::sqlite::{self, SqliteInlet};
use crate::store::snapshot::{Accounts, statements};
use crate::{OpenError, StorageError};
use lines::Lines;
pub(crate) use lines::{AccountLine, KeyLine, Line, LotLine};

/// What was moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Accounts, with all that is theirs.
    pub accounts: u64,
    /// Accounts that were there already, as they are in the file: an import that is begun again passes them.
    pub accounts_known: u64,
    /// Entries.
    pub entries: u64,
    /// Lots.
    pub lots: u64,
    /// Holds.
    pub holds: u64,
    /// Idempotency keys.
    pub keys: u64,
}

/// Why a ledger was not moved, or not as a whole. `Display` is written for the operator.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// The file cannot be read or written.
    #[error("The file cannot be read or written: {0}")]
    File(#[from] std::io::Error),
    /// The file is not what it says it is. Nothing of it was written.
    #[error("Line {line} of the file: {what}. Nothing was changed.")]
    Refused {
        /// Which line, counted from 1.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
    /// The ledger has an account of the same id with another history. What came before it in the file is kept.
    #[error(
        "Account {account} is in the ledger with another history. Import into an empty ledger, or into the one that this came from."
    )]
    AnotherHistory {
        /// Whose.
        account: AccountId,
    },
    /// The ledger does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The ledger cannot be read or written.
    #[error("{} ({_0})", .0.sentence())]
    Storage(#[from] StorageError),
}

/// A ledger that is read into, account by account in the order of their ids. What is put between two commits is there as a whole or not at
/// all.
pub(crate) trait Inlet {
    /// The newest entry's version and link of an account that is there.
    fn known(&mut self, account: AccountId) -> Result<Option<(u64, Chain)>, StorageError>;

    /// Puts a line that is no entry.
    fn put(&mut self, account: AccountId, line: &Line) -> Result<(), StorageError>;

    /// Puts an entry, with the balance after it.
    fn put_entry(&mut self, entry: &Entry, after: Balance, chain: Chain) -> Result<(), StorageError>;

    /// Keeps what was put, durably.
    fn commit(&mut self) -> Result<(), StorageError>;

    /// No later batch is given an earlier moment than this.
    fn set_last_batch(&mut self, at: Timestamp) -> Result<(), StorageError>;
}

/// Writes a ledger's file out, beside a running server if there is one. `progress` is told now and then how many entries were written.
///
/// # Errors
/// When the ledger cannot be read, or the file not be written.
pub fn export_sqlite(
    path: &Path,
    file: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Counts, TransferError> {
    sqlite::read_snapshot(path, statements::<Lines>, Accounts::All, |snapshot| export::export(snapshot, file, progress))
}

/// The same of a PostgreSQL database, by its address. Waits for the database, and must not be asked where asynchronous work is done.
///
/// # Errors
/// When the address is none, and as [`export_sqlite`].
pub fn export_postgres(
    address: &str,
    file: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Counts, TransferError> {
    postgres::read_snapshot(&Server::at(address)?, statements::<Lines>, |snapshot| {
        export::export(snapshot, file, progress)
    })
}

/// Checks a file as a whole, and then reads it into a ledger's file, making that if there is none. No server may run on it. Begun again
/// after an interruption it goes on where it was. `progress` is told now and then how many entries were checked or written.
///
/// # Errors
/// When the file's sums do not match, when the ledger has an account with another history, and when it cannot be opened or written.
pub fn import_sqlite<F: BufRead + Seek>(
    path: &Path,
    file: &mut F,
    progress: &mut dyn FnMut(Step, u64),
) -> Result<Counts, TransferError> {
    import(|| SqliteInlet::open(path), file, progress)
}

/// The same into a PostgreSQL database, by its address, making its tables if there are none. Servers that run on it wait while a part of
/// the file is written, and then know of it. Waits for the database, and must not be asked where asynchronous work is done.
///
/// # Errors
/// When the address is none, and as [`import_sqlite`].
pub fn import_postgres<F: BufRead + Seek>(
    address: &str,
    file: &mut F,
    progress: &mut dyn FnMut(Step, u64),
) -> Result<Counts, TransferError> {
    let server = Server::at(address)?;
    import(|| PostgresInlet::open(&server), file, progress)
}

/// Nothing is opened before the file was checked.
fn import<I: Inlet, F: BufRead + Seek>(
    open: impl FnOnce() -> Result<I, OpenError>,
    file: &mut F,
    progress: &mut dyn FnMut(Step, u64),
) -> Result<Counts, TransferError> {
    import::check(file, &mut |entries| progress(Step::Checking, entries))?;
    file.rewind()?;
    import::import(&mut open()?, file, &mut |entries| progress(Step::Importing, entries))
}

/// What an import is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The file is read and added up; nothing is written.
    Checking,
    /// The file is read into the ledger.
    Importing,
}
