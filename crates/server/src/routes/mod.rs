//! The handlers, in folders that mirror the addresses.

pub(crate) mod api;
#[cfg(debug_assertions)]
pub(crate) mod gallery;
pub(crate) mod health;
pub(crate) mod pages;
pub(crate) mod test_checkout;
