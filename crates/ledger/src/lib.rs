//! Who has how many credits: commands go in, one durable transaction carries all that wait, and only then is anyone answered.
//!
//! The rules are in `credits::decide`; this crate knows when and where, never whether. It knows nothing of HTTP and of money.

mod environment;
mod moments;
mod storage;

pub mod verbs;

mod batch;
mod cache;
mod error;
mod handle;
mod publish;
mod store;
mod sweep;
mod writer;
mod writers;

mod postgres;

pub mod audit;
pub mod database;
#[doc(hidden)]
pub mod faults;
mod sqlite;
pub mod tls;
pub mod transfer;

#[cfg(test)]
mod trouble;

pub use database::Database;
pub use environment::{Clock, Ids};
pub use error::{LedgerError, OpenError};
pub use handle::Ledger;
pub use postgres::name_of_postgres;
pub use storage::StorageError;
