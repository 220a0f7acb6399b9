//! `/v1/accounts/{account}`.

mod balance;
mod create;
mod deposit;
mod entries;
mod hold;
