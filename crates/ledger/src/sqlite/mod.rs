//! SQLite: how a file is opened so that a commit is durable, the ledger's own store, and the database of the other crates.

mod connection;
mod database;
mod store;

pub use database::Database;
pub(crate) use store::SqliteStore;
