//! `/api/billing`: plans that are active.

mod portal;

pub(crate) use portal::portal;
