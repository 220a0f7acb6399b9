//! A ledger's file as it is at one moment, in one read transaction, so that a server may go on writing beside it.

use std::path::Path;

use credits::AccountId;
use rusqlite::{Connection, Row, Rows, Transaction, params};

use super::connection::open_for_reading;
use crate::StorageError;
use crate::store::rows::Columns;
use crate::store::snapshot::{self, Asked, Snapshot, Statements};

/// Does something with a ledger as it is at one moment.
pub(crate) fn read<T, E: From<StorageError>>(
    path: &Path,
    statements: Statements,
    work: impl FnOnce(Snapshot<'_, Rows<'_>>) -> Result<T, E>,
) -> Result<T, E> {
    let mut connection = open_for_reading(path)?;
    let transaction = connection.transaction().map_err(StorageError::from)?;
    read_all(&transaction, statements, work)
}

fn read_all<T, E: From<StorageError>>(
    transaction: &Transaction<'_>,
    statements: Statements,
    work: impl FnOnce(Snapshot<'_, Rows<'_>>) -> Result<T, E>,
) -> Result<T, E> {
    // The moment of an account's newest entry has no column of its own here: one process keeps its own time.
    let statements = statements("NULL");
    let prepared = statements.iter().map(|sql| transaction.prepare(sql)).collect::<Result<Vec<_>, _>>();
    let mut prepared = prepared.map_err(StorageError::from)?;
    let rows = prepared.iter_mut().map(|statement| statement.query([])).collect::<Result<_, _>>();
    let rows = rows.map_err(StorageError::from)?;
    let connection: &Connection = transaction;
    work(Snapshot::new(rows, connection)?)
}

impl<'s> snapshot::Rows for Rows<'s> {
    type Row = Row<'s>;

    fn next(&mut self) -> Result<Option<&Row<'s>>, StorageError> {
        Ok(Self::next(self)?)
    }
}

impl Asked for Connection {
    fn ask(
        &self,
        sql: &'static str,
        account: AccountId,
        take: &mut dyn FnMut(&dyn Columns) -> Result<(), StorageError>,
    ) -> Result<(), StorageError> {
        let mut statement = self.prepare_cached(sql)?;
        let mut found = statement.query(params![account.0.as_bytes()])?;
        while let Some(row) = found.next()? {
            take(row)?;
        }
        Ok(())
    }
}
