//! A person at a real browser in front of the real server: what the journeys are written with.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a journey that cannot go on has failed, and says so by a panic with words"
)]

mod aria;
mod browser;
mod driver;
mod gallery;
mod measure;
mod network;
mod person;
mod server;
mod shop;
mod slow_line;
mod steps;
mod tabs;
mod wait;
mod width;
mod witness;

pub use browser::{Browser, CHROMIUM_ARGUMENTS};
pub use gallery::Scene;
pub use network::Request;
pub use person::Person;
pub use server::{Server, ServerOptions};
pub use shop::Shop;
pub use slow_line::SlowLine;
pub use steps::PASSWORD;
pub use wait::{PATIENCE, eventually};
pub use width::Width;
pub use witness::Witness;
