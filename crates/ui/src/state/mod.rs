//! What can be decided without a browser, as pure values and functions: no signal, no element, no clock.

pub mod answer;
pub mod backoff;
pub mod balance;
pub mod blocked;
pub mod controls;
pub mod generations;
pub mod grid;
pub mod intent;
pub mod redirect;
pub mod whose;
