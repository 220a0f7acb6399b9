//! Why a command was not done, and why a ledger does not open.

use std::path::PathBuf;

use credits::decide::Refusal;

use crate::StorageError;

/// Why a command was not done.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LedgerError {
    /// The rules say no. Asking again says no again, until something changes.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// Storage did not keep it, so that it was not done. The same command under the same key may be sent again.
    #[error("unavailable: {0}")]
    Unavailable(#[from] StorageError),
}

/// Why a ledger does not open. `Display` is written for the operator who just tried to start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Somebody else has the file, and a ledger has one writer.
    #[error(
        "Another Farebox runs on this data folder: it holds {}. Stop it first, or give this one another folder.",
        .lock.display()
    )]
    InUse {
        /// The lock file that the other one holds.
        lock: PathBuf,
    },
    /// The words given as a database's address are none.
    #[error("This is not the address of a PostgreSQL database, as in postgresql://user@host/database: {reason}.")]
    Address {
        /// What is wrong with it; never the address itself, which may have a password in it.
        reason: String,
    },
    /// The database cannot be reached, read or written.
    #[error("The ledger's database {database} cannot be opened. {} ({source})", .source.sentence())]
    Database {
        /// Host and name, without user and password.
        database: String,
        /// What storage said.
        source: StorageError,
    },
    /// The file cannot be opened, read or written.
    #[error("The ledger {} cannot be opened. {} ({source})", .path.display(), .source.sentence())]
    Storage {
        /// The ledger's file.
        path: PathBuf,
        /// What storage said.
        source: StorageError,
    },
}
