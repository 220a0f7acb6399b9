//! `/api/checkout`: the way to the gateway's page, and how it went.

mod find;
mod start;

pub(crate) use find::find;
pub(crate) use start::start;
