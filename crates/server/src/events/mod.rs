//! What changes for an account, as one stream: the latest balance and every step of its generations.

mod pause;
mod stream;

use std::time::Duration;

use axum::response::sse::Event;
use wire::{Balance, Generation};

pub(crate) use stream::stream;

/// One thing to tell.
#[derive(Debug)]
pub(crate) enum Frame {
    /// How long the reader waits before it opens the next stream, when this one has ended.
    Pause(Duration),
    /// The balance changed; its version is the frame's id.
    Balance(Balance),
    /// A generation was made, moved on or ended.
    Generation(Box<Generation>),
}

impl Frame {
    /// The frame as the browser reads it.
    pub fn into_sse(self) -> Result<Event, axum::Error> {
        match self {
            Self::Pause(pause) => Ok(Event::default().retry(pause)),
            Self::Balance(balance) => {
                Event::default().event("balance").id(balance.version.to_string()).json_data(balance)
            }
            Self::Generation(generation) => Event::default().event("generation").json_data(generation),
        }
    }
}
