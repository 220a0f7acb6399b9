//! What every component may ask for, each a small type that owns how it is provided and how it is used.

pub mod catalog;
pub mod clock;
pub mod credit_balance;
pub mod credit_gate;
pub mod draft;
pub mod generations;
pub mod notices;
pub mod session;
