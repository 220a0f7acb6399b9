//! A ledger's database as it is at one moment, in one transaction that only reads, so that servers may go on writing beside it. Rows come
//! by cursors, a page at a time.

use credits::AccountId;
use tokio_postgres::Row;

use super::address::Server;
use super::connection::Connection;
use super::statements::{BEGIN_SNAPSHOT, declare, fetch};
use crate::StorageError;
use crate::store::rows::Columns;
use crate::store::snapshot::{Asked, Rows, Snapshot, Statements};

/// Does something with a ledger as it is at one moment. Makes nothing, not even tables.
pub(crate) fn read<T, E: From<StorageError>>(
    server: &Server,
    statements: Statements,
    work: impl FnOnce(Snapshot<'_, Cursor<'_>>) -> Result<T, E>,
) -> Result<T, E> {
    let connection = Connection::open(server).map_err(StorageError::from)?;
    let tables = statements("at", "");
    let begun = connection.run(async |session| {
        session.control(BEGIN_SNAPSHOT).await?;
        for (table, sql) in tables.iter().enumerate() {
            session.control(&declare(table, sql)).await?;
        }
        Ok(())
    });
    begun.map_err(StorageError::from)?;
    let rows = (0..tables.len()).map(|table| Cursor::of(&connection, table)).collect();
    // The end of the connection is the end of the transaction.
    work(Snapshot::new(rows, &connection)?)
}

/// A table's rows, a page at a time.
pub(crate) struct Cursor<'c> {
    connection: &'c Connection,
    fetch: String,
    page: std::vec::IntoIter<Row>,
    row: Option<Row>,
    is_over: bool,
}

impl<'c> Cursor<'c> {
    fn of(connection: &'c Connection, table: usize) -> Self {
        Self { connection, fetch: fetch(table), page: Vec::new().into_iter(), row: None, is_over: false }
    }
}

impl Rows for Cursor<'_> {
    type Row = Row;

    fn next(&mut self) -> Result<Option<&Row>, StorageError> {
        if self.page.len() == 0 && !self.is_over {
            let page = self.connection.run(async |session| session.ask(&self.fetch, &[]).await)?;
            self.is_over = page.is_empty();
            self.page = page.into_iter();
        }
        self.row = self.page.next();
        Ok(self.row.as_ref())
    }
}

impl Asked for Connection {
    fn ask(
        &self,
        sql: &'static str,
        account: AccountId,
        take: &mut dyn FnMut(&dyn Columns) -> Result<(), StorageError>,
    ) -> Result<(), StorageError> {
        let found = self.run(async |session| session.ask(sql, &[&account.0]).await)?;
        found.iter().try_for_each(|row| take(row))
    }
}
