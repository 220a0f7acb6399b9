//! `/api`.

mod account;
mod balance;
mod billing;
mod catalog;
mod checkout;
mod events;
mod generations;
mod me;
mod session;
