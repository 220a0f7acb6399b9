//! What the event stream tells.

use serde::{Deserialize, Serialize};

use crate::{Balance, Generation};

/// One event of `GET /api/events`. The variant's name is the event's name, its content the event's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The balance changed; the event's id is its version.
    Balance(Balance),
    /// A generation was made, moved on or ended; it is carried whole.
    Generation(Box<Generation>),
}
