//! A row that was found, whole and by itself: reading it asks the database nothing more.

use std::fmt::Display;
use std::sync::Arc;

use super::value::{FromValue, Value};
use crate::StorageError;

/// One row of an answer.
#[derive(Debug, Clone)]
pub struct Row {
    names: Arc<[String]>,
    values: Vec<Value>,
}

impl Row {
    pub(super) const fn new(names: Arc<[String]>, values: Vec<Value>) -> Self {
        Self { names, values }
    }

    /// What stands in a column.
    ///
    /// # Errors
    /// When there is no such column, or what stands there is not of that type: no version of ours wrote it.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T, StorageError> {
        let place = self.names.iter().position(|name| name == column);
        let value = place.and_then(|place| self.values.get(place));
        let value = value.ok_or_else(|| unreadable(column, "there is no such column"))?;
        T::from_value(value.clone()).ok_or_else(|| unreadable(column, "not of the type that is read"))
    }

    /// What stands in a column, made into something that cannot be made of everything.
    ///
    /// # Errors
    /// As [`Row::get`], and when it cannot be made of it.
    pub fn parse<T: FromValue, R, E: Display>(
        &self,
        column: &str,
        make: impl FnOnce(T) -> Result<R, E>,
    ) -> Result<R, StorageError> {
        make(self.get(column)?).map_err(|error| unreadable(column, error))
    }
}

/// The error for a stored value that no version of ours wrote. What stands there is not repeated: it may be somebody's secret.
#[must_use]
pub fn unreadable(column: &str, cause: impl Display) -> StorageError {
    StorageError::damaged(format!("column {column}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_named_by_its_column() {
        let row = Row::new(Arc::new(["state".to_owned()]), vec![Value::Text("odd".to_owned())]);
        assert_eq!(row.get::<String>("state").unwrap(), "odd");
        for error in [
            row.get::<u32>("state").unwrap_err(),
            row.parse::<String, u32, _>("state", |word| word.parse()).unwrap_err(),
        ] {
            assert!(error.is_damaged() && error.to_string().starts_with("column state: "), "{error}");
        }
        assert!(row.get::<String>("missing").unwrap_err().to_string().starts_with("column missing: "));
    }
}
