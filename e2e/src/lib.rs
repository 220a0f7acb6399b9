//! A person at a real browser in front of the real server: what the journeys are written with.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a journey that cannot go on has failed, and says so by a panic with words"
)]

mod browser;
mod driver;
mod measure;
mod person;
mod server;
mod steps;
mod wait;
mod width;

pub use browser::{Browser, CHROMIUM_ARGUMENTS};
pub use person::Person;
pub use server::{Server, ServerOptions};
pub use steps::PASSWORD;
pub use wait::{PATIENCE, eventually};
pub use width::Width;
