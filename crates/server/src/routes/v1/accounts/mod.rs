//! `/v1/accounts/{account}`: what an account has, and what is added or set aside.

mod balance;
mod create;
mod deposit;
mod entries;
mod hold;

pub(crate) use balance::balance;
pub(crate) use create::create;
pub(crate) use deposit::deposit;
pub(crate) use entries::entries;
pub(crate) use hold::hold;
