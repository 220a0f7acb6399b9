//! The one message above the page.

use leptos::prelude::*;

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something good has happened.
    Good,
    /// Something is to be known.
    Plain,
    /// Something did not work.
    Bad,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// How it is meant.
    pub tone: Tone,
    /// What it says.
    pub text: String,
    /// Whether it offers to continue what waits for credits.
    pub has_continue: bool,
}

/// The message that is shown, if any. A newer one takes its place.
#[derive(Clone, Copy)]
pub struct Notices(pub RwSignal<Option<Message>>);

/// The message that is shown.
#[must_use]
pub fn use_notices() -> Notices {
    super::contexts().notices
}

impl Notices {
    /// Says something.
    pub fn say(self, tone: Tone, text: String) {
        self.0.set(Some(Message { tone, text, has_continue: false }));
    }
}
