//! Generations through the public API: real SQLite, a real ledger, and a generator that does what the test says.
#![cfg(test)]

mod house;
mod script;

mod cancel;
mod crash;
mod elsewhere;
mod fail;
mod faults;
mod lease;
mod listen;
mod read;
mod storm;
mod submit;
mod succeed;
