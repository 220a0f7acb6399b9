//! SQLite: how a file is opened so that a commit is durable, the ledger's own store, and the database of the other crates.

mod connection;
mod database;

mod load;
mod read;
mod rows;
mod schema;
mod store;
mod write;

mod snapshot;
mod transfer;

pub use database::Database;
pub(crate) use snapshot::read as read_snapshot;
pub(crate) use store::SqliteStore;
pub(crate) use transfer::SqliteInlet;
