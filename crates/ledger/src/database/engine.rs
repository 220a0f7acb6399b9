//! What an engine does for the records: its tables, and one transaction after another.

use super::migrations::Migrations;
use super::transaction::Transaction;
use crate::StorageError;

/// What a transaction may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Read what is there at one moment.
    Read,
    /// Read and write, while nobody else writes.
    Write,
    /// Tell others something, and nothing else.
    Tell,
}

/// What is done within a transaction; it says whether that is to be kept.
pub(super) type Work<'w> = &'w mut dyn FnMut(&Transaction<'_>) -> bool;

/// A connection to a database, used by one thread.
pub(super) trait Engine {
    /// Brings a crate's tables to the present shape.
    fn migrate(&mut self, migrations: Migrations) -> Result<(), StorageError>;

    /// Does `work` in one transaction, once at most. Committed durably if it says that it is wanted and none of its statements failed;
    /// rolled back otherwise, also when it panics.
    fn transact(&mut self, access: Access, work: Work<'_>) -> Result<(), StorageError>;

    /// The orderly end.
    fn close(self: Box<Self>);
}
