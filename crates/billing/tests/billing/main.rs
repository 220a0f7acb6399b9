//! Billing over a real ledger and a real database: what was ordered and paid is on the account, once.

#![cfg(test)]

mod faulty;
mod support;

mod checkout;
mod mismatch;
mod portal;
mod session_paid;
mod start_checkout;
mod test_checkout;
