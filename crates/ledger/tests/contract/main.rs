//! What every store must do: the same cases over each of them, random commands against a small model, many callers, restarts.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may end at the first thing that is not as expected")]

mod database;
mod model;
mod world;

mod cases;
mod crowd;
mod random;
mod restart;
mod shared;
mod tampering;
