//! What a row of PostgreSQL's has in a column.

use credits::IdempotencyKey;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type};
use uuid::Uuid;

use crate::StorageError;
use crate::store::rows::Columns;
pub(super) use crate::store::rows::{
    account, balance, chain, credits, entry, hash, hold, hold_id, lot_id, moment, text, timestamp, version,
};

/// A column as it is stored.
pub(super) fn get<'r, T: FromSql<'r>>(row: &'r Row, column: usize) -> Result<T, StorageError> {
    row.try_get(column).map_err(|error| StorageError::damaged(format!("column {column}: {error}")))
}

pub(super) fn key(row: &Row, column: usize) -> Result<IdempotencyKey, StorageError> {
    let stored = text(row, column)?;
    IdempotencyKey::new(stored).map_err(|_| StorageError::damaged(format!("a key is {stored:?}")))
}

impl Columns for Row {
    fn integer(&self, column: usize) -> Result<Option<i64>, StorageError> {
        get(self, column)
    }

    fn text(&self, column: usize) -> Result<Option<&str>, StorageError> {
        get(self, column)
    }

    fn id(&self, column: usize) -> Result<Option<Uuid>, StorageError> {
        get(self, column)
    }

    fn hash(&self, column: usize) -> Result<Option<[u8; 16]>, StorageError> {
        let stored: Option<&[u8]> = get(self, column)?;
        let wrong = |bytes: &[u8]| StorageError::damaged(format!("a hash has {} bytes", bytes.len()));
        stored.map(|bytes| bytes.try_into().map_err(|_| wrong(bytes))).transpose()
    }

    fn in_words(&self, column: usize) -> Result<Option<String>, StorageError> {
        let Some(kind) = self.columns().get(column).map(tokio_postgres::Column::type_) else { return Ok(None) };
        let words = if *kind == Type::UUID {
            self.id(column)?.map(|id| id.to_string())
        } else if *kind == Type::INT8 {
            self.integer(column)?.map(|number| number.to_string())
        } else {
            self.text(column)?.map(str::to_owned)
        };
        Ok(Some(words.unwrap_or_else(|| "nothing".to_owned())))
    }
}
