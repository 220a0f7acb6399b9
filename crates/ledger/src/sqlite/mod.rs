//! SQLite: how a file is opened so that a commit is durable, and the ledger's own store.

mod connection;

mod load;
mod read;
mod rows;
mod schema;
mod store;
mod write;

mod snapshot;
mod transfer;

pub(crate) use connection::{close_after_merging, migrate, open_for_writing};
pub(crate) use snapshot::{middle_account, read as read_snapshot};
pub(crate) use store::SqliteStore;
pub(crate) use transfer::SqliteInlet;
