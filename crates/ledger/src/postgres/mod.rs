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
mod tls;
mod watchers;
mod write;

mod snapshot;
mod transfer;

#[cfg(test)]
mod plans;

use std::sync::Arc;

use crate::publish::Subscribers;
use crate::{OpenError, StorageError};

pub(crate) use address::Server;
pub(crate) use connection::Connection;
pub(crate) use failure::Failure;
pub(crate) use listener::{Audience, Listener};
pub(crate) use read::PostgresReader;
pub(crate) use schema::migrate;
pub(crate) use snapshot::read as read_snapshot;
pub(crate) use store::PostgresStore;
pub(crate) use transfer::PostgresInlet;
use watchers::Watchers;

/// How many writers a process has: while the database works for one of them, the other decides. They need not know of each other, as
/// processes need not.
pub(crate) const WRITERS: usize = 2;

/// Brings the database to its schema, and begins to listen to what others change.
pub(crate) fn open(
    server: &Server,
    subscribers: &Arc<Subscribers>,
    writers: usize,
) -> Result<(Vec<PostgresStore>, PostgresReader), StorageError> {
    schema::bring_up_to_date(server)?;
    let watchers = Watchers::new(subscribers, writers);
    let stores = watchers.own.iter().map(|own| PostgresStore::open(server, own.clone()));
    let stores = stores.collect::<Result<_, _>>()?;
    let listener = Listener::start(server, Arc::new(watchers))?;
    Ok((stores, PostgresReader::new(server, listener)))
}

/// Which database an address leads to, in words without user and password: `farebox at db.example`. Nothing is connected.
///
/// # Errors
/// When it is no address.
pub fn name_of_postgres(address: &str) -> Result<String, OpenError> {
    Server::at(address).map(|server| server.to_string())
}

/// Does something that waits, from wherever it is called: a thread that runs futures must not wait itself.
pub(crate) fn on_a_thread<T: Send>(work: impl FnOnce() -> Result<T, StorageError> + Send) -> Result<T, StorageError> {
    let panicked = |_| Err(StorageError::unavailable("opening the database panicked"));
    std::thread::scope(|scope| scope.spawn(work).join().unwrap_or_else(panicked))
}
