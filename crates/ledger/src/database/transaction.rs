//! What can be asked and changed within a transaction, whichever engine it runs on.

use super::row::Row;
use super::statement::Parameters;
use crate::StorageError;

/// A transaction that is under way.
pub struct Transaction<'t> {
    engine: &'t dyn Statements,
}

/// What an engine does within a transaction.
pub(super) trait Statements {
    /// How many rows a statement wrote.
    fn execute(&self, sql: &str, parameters: Parameters<'_>) -> Result<u64, StorageError>;

    /// The rows that a statement finds.
    fn query(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, StorageError>;

    /// Tells the other processes when the transaction is committed, and nobody if it is not.
    fn tell(&self, topic: &'static str, words: &str) -> Result<(), StorageError>;
}

impl<'t> Transaction<'t> {
    pub(super) fn new(engine: &'t dyn Statements) -> Self {
        Self { engine }
    }

    /// How many rows a statement wrote.
    ///
    /// # Errors
    /// What storage says about it. The transaction cannot be committed any more then.
    pub fn execute(&self, sql: &str, parameters: Parameters<'_>) -> Result<u64, StorageError> {
        self.engine.execute(sql, parameters)
    }

    /// The rows that a statement finds.
    ///
    /// # Errors
    /// As [`Transaction::execute`].
    pub fn query(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, StorageError> {
        self.engine.query(sql, parameters)
    }

    /// The row that a statement finds, if it finds one; of several the first.
    ///
    /// # Errors
    /// As [`Transaction::execute`].
    pub fn find(&self, sql: &str, parameters: Parameters<'_>) -> Result<Option<Row>, StorageError> {
        Ok(self.query(sql, parameters)?.into_iter().next())
    }

    /// Tells the other processes on this database when the transaction is committed, and nobody if it is not. The topic is one word; a few
    /// hundred bytes may follow. Where there is one process nobody is told.
    ///
    /// # Errors
    /// As [`Transaction::execute`].
    pub fn tell(&self, topic: &'static str, words: &str) -> Result<(), StorageError> {
        self.engine.tell(topic, words)
    }
}
