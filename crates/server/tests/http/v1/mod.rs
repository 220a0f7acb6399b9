//! `/v1`.

mod accounts;
mod batch;
mod holds;
mod keys;
