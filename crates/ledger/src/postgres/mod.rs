//! PostgreSQL: the ledger's store in a database that any number of processes change at once.
//!
//! A batch is one transaction. It locks the rows of its accounts in the order of their ids, so that no two batches wait for each other in a
//! circle; then it reads, is decided by the same rules as everywhere, and is written with one statement a table. What changed is told to
//! all processes by a notification that belongs to the same transaction.

mod address;
mod connection;
mod failure;

mod announce;
mod listener;
mod load;
mod read;
mod rows;
mod schema;
mod statements;
mod store;
mod write;

mod snapshot;
mod transfer;

use std::sync::Arc;

use crate::StorageError;
use crate::publish::Subscribers;

pub(crate) use address::Server;
pub(crate) use read::PostgresReader;
pub(crate) use snapshot::read as read_snapshot;
pub(crate) use store::PostgresStore;
pub(crate) use transfer::PostgresInlet;

/// Brings the database to its schema, and begins to listen to what others change.
pub(crate) fn open(
    server: &Server,
    subscribers: &Arc<Subscribers>,
) -> Result<(PostgresStore, PostgresReader), StorageError> {
    schema::bring_up_to_date(server)?;
    let own = listener::OwnSession::default();
    let store = PostgresStore::open(server, own.clone())?;
    let listener = listener::Listener::start(server, Arc::clone(subscribers), own)?;
    Ok((store, PostgresReader::new(server, listener)))
}
