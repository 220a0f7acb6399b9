//! A ledger's file as it is at one moment, in one read transaction, so that a server may go on writing beside it.

use std::path::Path;

use credits::AccountId;
use rusqlite::{Connection, OptionalExtension, Row, Rows, Transaction, params};

use super::connection::open_for_reading;
use super::rows;
use crate::StorageError;
use crate::store::rows::Columns;
use crate::store::snapshot::{self, Accounts, Asked, Snapshot, Statements};

/// Does something with a ledger as it is at one moment, or with some accounts of it.
pub(crate) fn read<T, E: From<StorageError>>(
    path: &Path,
    statements: Statements,
    accounts: Accounts,
    work: impl FnOnce(Snapshot<'_, Rows<'_>>) -> Result<T, E>,
) -> Result<T, E> {
    let mut connection = open_for_reading(path)?;
    let transaction = connection.transaction().map_err(StorageError::from)?;
    read_all(&transaction, statements, accounts, work)
}

/// The account before and behind which there are equally many. `None` without accounts.
pub(crate) fn middle_account(path: &Path) -> Result<Option<AccountId>, StorageError> {
    let connection = open_for_reading(path)?;
    let middle = "SELECT account FROM balances ORDER BY account LIMIT 1 OFFSET (SELECT count(*) / 2 FROM balances)";
    let mut statement = connection.prepare(middle)?;
    statement.query_row([], |row| Ok(rows::account(row, 0))).optional()?.transpose()
}

fn condition(accounts: Accounts) -> String {
    match accounts {
        Accounts::All => String::new(),
        Accounts::Before(account) => format!("WHERE account < x'{}'", account.0.simple()),
        Accounts::From(account) => format!("WHERE account >= x'{}'", account.0.simple()),
    }
}

fn read_all<T, E: From<StorageError>>(
    transaction: &Transaction<'_>,
    statements: Statements,
    accounts: Accounts,
    work: impl FnOnce(Snapshot<'_, Rows<'_>>) -> Result<T, E>,
) -> Result<T, E> {
    // The moment of an account's newest entry has no column of its own here: one process keeps its own time.
    let statements = statements("NULL", &condition(accounts));
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
