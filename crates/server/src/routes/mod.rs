//! The handlers, in folders that mirror the addresses.

pub(crate) mod api;
pub(crate) mod health;
pub(crate) mod pages;
pub(crate) mod test_checkout;
