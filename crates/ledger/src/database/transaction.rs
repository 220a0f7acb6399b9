//! What can be asked and changed within a transaction, whichever engine it runs on.

use std::cell::RefCell;

use super::row::Row;
use super::statement::Parameters;
use crate::StorageError;

/// A transaction that is under way.
pub struct Transaction<'t> {
    engine: &'t dyn Statements,
    first_failure: RefCell<Option<StorageError>>,
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
        Self { engine, first_failure: RefCell::default() }
    }

    /// Why it cannot be committed, if a statement failed, whatever was made of that.
    pub(super) fn into_failure(self) -> Option<StorageError> {
        self.first_failure.into_inner()
    }

    fn noted<T>(&self, result: Result<T, StorageError>) -> Result<T, StorageError> {
        if let Err(error) = &result {
            self.first_failure.borrow_mut().get_or_insert_with(|| error.clone());
        }
        result
    }

    /// How many rows a statement wrote.
    ///
    /// # Errors
    /// What storage says about it. The transaction cannot be committed any more then.
    pub fn execute(&self, sql: &str, parameters: Parameters<'_>) -> Result<u64, StorageError> {
        self.noted(self.engine.execute(sql, parameters))
    }

    /// The rows that a statement finds.
    ///
    /// # Errors
    /// As [`Transaction::execute`].
    pub fn query(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, StorageError> {
        self.noted(self.engine.query(sql, parameters))
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
        self.noted(self.engine.tell(topic, words))
    }
}
