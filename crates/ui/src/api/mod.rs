//! The HTTP API as the browser calls it.

pub mod client;
pub mod error;
