//! The records' database in a file.

use std::path::Path;
use std::sync::Arc;

use refinery::Runner;
use rusqlite::types::{ToSqlOutput, Value as Stored};
use rusqlite::{Connection, ToSql, TransactionBehavior};

use super::engine::{Access, Engine, Work};
use super::migrations::{Migrations, Step};
use super::row::Row;
use super::statement::{Parameters, given};
use super::transaction::{Statements, Transaction};
use super::value::Value;
use crate::StorageError;
use crate::sqlite::{close_after_merging, migrate, open_for_writing};

/// The connection that writes and reads.
pub(super) struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    pub fn open(path: &Path) -> Result<Self, StorageError> {
        Ok(Self { connection: open_for_writing(path)? })
    }
}

impl Engine for Sqlite {
    fn migrate(&mut self, migrations: Migrations) -> Result<(), StorageError> {
        let runner: Runner = migrations.runner(|step: &Step| step.sqlite)?;
        migrate(&mut self.connection, migrations.table, runner)
    }

    fn transact(&mut self, access: Access, work: Work<'_>) -> Result<(), StorageError> {
        // The lock for writing is taken at once: a transaction that reads first and writes later could otherwise be refused half-way.
        let behavior = match access {
            Access::Write => TransactionBehavior::Immediate,
            Access::Read | Access::Tell => TransactionBehavior::Deferred,
        };
        let begun = self.connection.transaction_with_behavior(behavior)?;
        let within = Within { connection: &begun };
        let transaction = Transaction::new(&within);
        let is_wanted = work(&transaction);
        match transaction.into_failure() {
            Some(failure) => Err(failure),
            None if is_wanted => Ok(begun.commit()?),
            // Dropped without a commit, a transaction is rolled back: here as well as while a panic unwinds.
            None => Ok(()),
        }
    }

    fn close(self: Box<Self>) {
        close_after_merging(self.connection);
    }
}

/// A transaction that is under way.
struct Within<'t> {
    connection: &'t Connection,
}

impl Statements for Within<'_> {
    fn execute(&self, sql: &str, parameters: Parameters<'_>) -> Result<u64, StorageError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        bind(&mut statement, parameters)?;
        let changed = statement.raw_execute()?;
        u64::try_from(changed).map_err(|_| StorageError::damaged("sqlite: more rows than there can be"))
    }

    fn query(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, StorageError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        bind(&mut statement, parameters)?;
        let names: Arc<[String]> = statement.column_names().map(str::to_owned).collect();
        let mut found = Vec::new();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            let values = (0..names.len()).map(|n| row.get::<_, Stored>(n)?.try_into());
            found.push(Row::new(Arc::clone(&names), values.collect::<Result<_, StorageError>>()?));
        }
        Ok(found)
    }

    /// A file has one process, and nobody else to tell.
    fn tell(&self, _topic: &'static str, _words: &str) -> Result<(), StorageError> {
        Ok(())
    }
}

fn bind(statement: &mut rusqlite::Statement<'_>, parameters: Parameters<'_>) -> Result<(), StorageError> {
    for place in 1..=statement.parameter_count() {
        let name = statement.parameter_name(place).unwrap_or_default().trim_start_matches(':').to_owned();
        statement.raw_bind_parameter(place, given(parameters, &name)?)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(Stored::Null),
            Self::Integer(number) => ToSqlOutput::from(*number),
            Self::Text(text) => ToSqlOutput::from(text.as_str()),
            Self::Bytes(bytes) => ToSqlOutput::from(bytes.as_slice()),
            Self::Id(id) => ToSqlOutput::from(id.as_bytes().as_slice()),
        })
    }
}

impl TryFrom<Stored> for Value {
    type Error = StorageError;

    fn try_from(stored: Stored) -> Result<Self, StorageError> {
        match stored {
            Stored::Null => Ok(Self::Null),
            Stored::Integer(number) => Ok(Self::Integer(number)),
            Stored::Text(text) => Ok(Self::Text(text)),
            Stored::Blob(bytes) => Ok(Self::Bytes(bytes)),
            Stored::Real(_) => Err(StorageError::damaged("sqlite: a column has a number with a fraction")),
        }
    }
}
