//! The pages.

mod billing;
mod checkout_return;
mod problems;
mod sign_in;
mod sign_up;
mod workspace;
