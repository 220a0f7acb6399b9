//! A person at a real browser in front of the real server: what the journeys are written with.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a journey that cannot go on has failed, and says so by a panic with words"
)]

mod browser;
mod driver;
mod person;
mod server;
mod steps;
mod wait;

pub use browser::Browser;
pub use person::Person;
pub use server::{Server, ServerOptions};
pub use wait::{PATIENCE, eventually};
