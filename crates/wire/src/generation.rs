//! One piece of work in the studio, as its owner sees it.

use credits::{AspectRatio, Credits, Kind};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Balance, Time};

/// Body of `POST /api/generations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenerationRequest {
    /// What is to be made.
    pub kind: Kind,
    /// The id of the model.
    pub model: String,
    /// What the person wrote, 1 to 4,000 characters.
    pub prompt: String,
    /// The shape of the result.
    pub aspect_ratio: AspectRatio,
    /// How long a clip lasts; 0 or absent for pictures.
    #[serde(default)]
    pub seconds: u32,
    /// What the person was shown. When the catalog says otherwise the answer is `PRICE_CHANGED` and nothing is held.
    pub expected_cost: Credits,
}

/// Answer of `POST /api/generations` (202).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The accepted work.
    pub generation: Generation,
    /// The balance after its hold.
    pub balance: Balance,
}

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generation {
    /// Its id, which is also the id of its hold.
    pub id: Uuid,
    /// What is made.
    pub kind: Kind,
    /// The id of the model.
    pub model: String,
    /// What it is in words: `Sora render`.
    pub operation: String,
    /// What the person wrote.
    pub prompt: String,
    /// The shape of the result.
    pub aspect_ratio: AspectRatio,
    /// How long a clip lasts; 0 for pictures.
    pub seconds: u32,
    /// How it stands.
    pub state: GenerationState,
    /// How much of the work is done, in thousandths.
    pub progress_permille: u32,
    /// What it costs.
    pub cost: Credits,
    /// What became of the cost.
    pub charge: Charge,
    /// Why it failed, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// The files it made, in the order in which they are shown.
    pub assets: Vec<Asset>,
    /// When it was accepted.
    pub created_at: Time,
    /// Grows with every change. A reader that has seen a higher revision ignores a lower one.
    pub revision: u64,
}

/// The states of a generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GenerationState {
    /// Accepted, its credits on hold, waiting for a runner.
    Queued,
    /// A runner works on it.
    Running,
    /// Its files are there.
    Succeeded,
    /// It gave no result.
    Failed,
    /// Its owner stopped it.
    Cancelled,
}

/// What became of a generation's cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Charge {
    /// Set aside until the work ends.
    Held,
    /// Spent.
    Charged,
    /// Returned.
    NotCharged,
}

/// Why a generation failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Always `GENERATION_FAILED`.
    pub code: crate::Code,
    /// A sentence for the person who asked.
    pub reason: String,
}

/// A file that a generation made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asset {
    /// What it is to the person who asked.
    pub role: AssetRole,
    /// Where it is: `/api/generations/{id}/assets/{n}`.
    pub url: String,
    /// Its media type.
    pub media_type: String,
    /// Its size in pixels.
    pub width_px: u32,
    /// Its size in pixels.
    pub height_px: u32,
}

/// What a file is to the person who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetRole {
    /// A still picture.
    Picture,
    /// A moving picture.
    Clip,
    /// The still picture that stands for a clip until it plays.
    Poster,
}

impl GenerationState {
    /// Whether nothing more will happen to it.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Queued | Self::Running => false,
            Self::Succeeded | Self::Failed | Self::Cancelled => true,
        }
    }
}

impl GenerationRequest {
    /// The request as the price function takes it.
    #[must_use]
    pub fn request(&self) -> credits::Request {
        credits::Request {
            kind: self.kind,
            model: self.model.clone(),
            prompt: self.prompt.clone(),
            aspect_ratio: self.aspect_ratio,
            seconds: self.seconds,
        }
    }
}
