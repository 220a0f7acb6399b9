//! `/v1`: for other people's servers, which show an API key.

pub(crate) mod accounts;
pub(crate) mod holds;

mod asks;
mod batch;
mod hold_name;
mod limits;
mod names;

pub(crate) use batch::batch;
