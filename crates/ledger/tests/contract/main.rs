//! What every store must do: the same cases over each of them, random commands against a small model, many callers, restarts.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may end at the first thing that is not as expected")]

mod database;
mod model;
mod older;
mod world;

mod cases;
mod concepts;
mod crowd;
mod random;
mod records;
mod restart;
mod shared;
mod tampering;
mod transfer;
