//! `/health`: for whatever watches over the process.

mod live;
mod ready;

pub(crate) use live::live;
pub(crate) use ready::ready;
