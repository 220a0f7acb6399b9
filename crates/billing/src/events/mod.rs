//! What gateways tell: an event is written down, answered, and applied exactly once by a worker, in whatever order events arrive.
//!
//! Nothing of an event is believed but what it is about: how that stands is asked of the gateway when the event is applied. One that cannot be
//! applied is tried again with growing pauses, and is kept for the operator when that does not help.

mod dismiss;
mod list;
mod receive;
mod record;
mod retry;
mod work;

use credits::Timestamp;

use crate::{EventId, Reference};

pub(crate) use record::{forget_before, mark_healed};
pub use retry::Retried;

/// Something that a gateway tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayEvent {
    /// Its id.
    pub id: EventId,
    /// The gateway's word for what happened: `charge.refunded`.
    pub kind: String,
    /// What it is about; `None` for a kind that means nothing to us.
    pub about: Option<Reference>,
    /// When the gateway says that it happened.
    pub created_at: Timestamp,
}

/// How an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventState {
    /// It is to be applied, for the first time or again.
    Waiting,
    /// It was applied.
    Applied,
    /// It means nothing to us.
    Ignored,
    /// It could not be applied, and a person has to look at it.
    Dead,
}

/// An event as it is written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRecord {
    /// Its id, or one of our own for what a comparison with the gateway found.
    pub id: EventId,
    /// The gateway's word for what happened.
    pub kind: String,
    /// What it is about.
    pub about: Option<Reference>,
    /// When the gateway says that it happened.
    pub created_at: Timestamp,
    /// When it arrived.
    pub received_at: Timestamp,
    /// How it stands.
    pub state: EventState,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub problem: Option<String>,
}

impl EventState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Applied, Self::Ignored, Self::Dead];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Applied => "applied",
            Self::Ignored => "ignored",
            Self::Dead => "dead",
        }
    }

    /// The state of that word; `None` for a word that no version wrote.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}
