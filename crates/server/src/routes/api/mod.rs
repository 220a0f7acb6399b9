//! `/api`: for the signed-in user's browser.

pub(crate) mod account;
pub(crate) mod balance;
pub(crate) mod billing;
pub(crate) mod catalog;
pub(crate) mod checkout;
pub(crate) mod events;
pub(crate) mod generations;
pub(crate) mod me;
pub(crate) mod session;
