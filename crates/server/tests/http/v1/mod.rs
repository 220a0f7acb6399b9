//! `/v1`.

mod accounts;
mod batch;
mod bodies;
mod holds;
mod keys;
