//! What a row of SQLite's has in a column.

use std::fmt::Write as _;

use rusqlite::Row;
use rusqlite::types::ValueRef;
use uuid::Uuid;

use crate::StorageError;
pub(super) use crate::store::columns::{answer, end_to_sql, known_kind, known_source, parts_to_sql, version_to_sql};
use crate::store::rows::Columns;
pub(super) use crate::store::rows::{
    account, balance, chain, credits, entry, entry_kind, hold, hold_id, lot_id, moment, timestamp, version,
};

impl Columns for Row<'_> {
    #[inline]
    fn integer(&self, column: usize) -> Result<Option<i64>, StorageError> {
        Ok(self.get(column)?)
    }

    fn text(&self, column: usize) -> Result<Option<&str>, StorageError> {
        let value = self.get_ref(column)?;
        value.as_str_or_null().map_err(|error| StorageError::damaged(format!("column {column} is not text: {error}")))
    }

    #[inline]
    fn id(&self, column: usize) -> Result<Option<Uuid>, StorageError> {
        Ok(self.hash(column)?.map(Uuid::from_bytes))
    }

    #[inline]
    fn hash(&self, column: usize) -> Result<Option<[u8; 16]>, StorageError> {
        Ok(self.get(column)?)
    }

    fn in_words(&self, column: usize) -> Result<Option<String>, StorageError> {
        if column >= self.as_ref().column_count() {
            return Ok(None);
        }
        Ok(Some(words(self.get_ref(column)?)))
    }
}

fn words(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "nothing".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => match Uuid::from_slice(bytes) {
            Ok(id) => id.to_string(),
            Err(_) => bytes.iter().fold(String::new(), |mut hex, byte| {
                // Writing to a string cannot fail.
                let _ = write!(hex, "{byte:02x}");
                hex
            }),
        },
    }
}
