//! One piece of work, as its owner may see it.

use std::path::PathBuf;

use credits::{AccountId, Credits, Request, Timestamp};
use uuid::Uuid;

use crate::generators::Role;

/// One piece of work, its credits on hold from the moment it exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// Its id, which is also the id of its hold. Sorts by age.
    pub id: Uuid,
    /// Whose it is.
    pub account: AccountId,
    /// What was asked for.
    pub request: Request,
    /// What it is in words: `Sora render`.
    pub operation: String,
    /// What it costs.
    pub cost: Credits,
    /// Makes two results of the same prompt differ.
    pub seed: u64,
    /// How it stands.
    pub state: State,
    /// When it was accepted.
    pub created_at: Timestamp,
    /// Grows with every change, progress too. A reader that has seen a higher revision ignores a lower one.
    pub revision: u64,
}

/// How a generation stands, with what is true then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Accepted, its credits on hold, waiting for a runner.
    Queued,
    /// A runner works on it.
    Running {
        /// When the present attempt began.
        started_at: Timestamp,
        /// Until when the runner need not be heard of.
        lease_until: Timestamp,
        /// Which attempt it is: 1 for the first.
        attempt: u32,
        /// How much of the work is done, in thousandths.
        progress_permille: u32,
    },
    /// Its files are there, and its credits are spent.
    Succeeded {
        /// The files, in the order in which they are shown.
        assets: Vec<Asset>,
        /// When.
        at: Timestamp,
    },
    /// It gave no result, and nothing is charged.
    Failed {
        /// A sentence for its owner.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// Its owner stopped it, and nothing is charged.
    Cancelled {
        /// When.
        at: Timestamp,
    },
}

/// What became of a generation's cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Charge {
    /// Set aside until the work ends.
    Held,
    /// Spent.
    Charged,
    /// Returned.
    NotCharged,
}

/// A file that a generation made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// What it is to the person who asked.
    pub role: Role,
    /// Its media type, for example `image/jpeg`.
    pub media_type: String,
    /// How wide it is, in pixels.
    pub width_px: u32,
    /// How high it is, in pixels.
    pub height_px: u32,
    /// Its length in bytes.
    pub bytes_len: u64,
    /// Its path below the generation's folder.
    pub(crate) file: String,
}

/// Where a file is, for whoever sends it to its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetFile {
    /// Its path.
    pub path: PathBuf,
    /// Its media type.
    pub media_type: String,
    /// Its length in bytes.
    pub bytes_len: u64,
}

impl State {
    /// Whether nothing more will happen to it.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Queued | Self::Running { .. } => false,
            Self::Succeeded { .. } | Self::Failed { .. } | Self::Cancelled { .. } => true,
        }
    }
}

impl Generation {
    /// What became of its cost. Follows from its state, so that no two fields can contradict each other.
    #[must_use]
    pub const fn charge(&self) -> Charge {
        match self.state {
            State::Queued | State::Running { .. } => Charge::Held,
            State::Succeeded { .. } => Charge::Charged,
            State::Failed { .. } | State::Cancelled { .. } => Charge::NotCharged,
        }
    }

    /// How much of the work is done, in thousandths. Work that ended without a result has nothing done.
    #[must_use]
    pub const fn progress_permille(&self) -> u32 {
        match self.state {
            State::Queued | State::Failed { .. } | State::Cancelled { .. } => 0,
            State::Running { progress_permille, .. } => progress_permille,
            State::Succeeded { .. } => 1_000,
        }
    }

    /// The files it made, in the order in which they are shown; none before it succeeded.
    #[must_use]
    pub fn assets(&self) -> &[Asset] {
        match &self.state {
            State::Succeeded { assets, .. } => assets,
            State::Queued | State::Running { .. } | State::Failed { .. } | State::Cancelled { .. } => &[],
        }
    }
}
