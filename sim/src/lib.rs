//! Simulation of the ledger: from one seed follow a plan of operations, the faults that it meets and the crashes that it survives; an oracle
//! that shares no rules with the ledger compares every answer, every entry and every balance.
//!
//! `plan.rs` says what a plan is, `draw.rs` draws one, `run.rs` runs it over a store of `disk.rs`, `oracle/` judges, `tear.rs` makes what a
//! power failure leaves, `shrink.rs` makes what fails short.
//!
//! `payments/` is another one, of money that comes in: at a Stripe that misbehaves, with a server that crashes.

mod beside;
mod database;
mod dice;
mod disk;
mod draw;
mod look;
mod oracle;
mod payments;
mod plan;
mod run;
mod shrink;
mod soak;
mod tally;
mod tear;

pub use database::allow_kills;
pub use disk::Kind;
pub use draw::plan;
pub use ledger::faults::Fault;
pub use oracle::{Difference, Mistake};
pub use payments::{PaymentsMistake, PaymentsTally, simulate_payments};
pub use plan::{Step, Tear, Wish, as_test};
pub use run::{run, tear_the_first_opening};
pub use shrink::shrink;
pub use soak::{Failure, soak, try_seed};
pub use tally::Tally;
