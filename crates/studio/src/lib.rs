//! What credits are spent on: generations, the steps that never charge without a result, and the generators that do the work.

pub mod generators;

mod assets;
mod elsewhere;
mod error;
mod events;
mod generation;
mod record;
mod running;
mod settings;
mod store;

pub mod steps;

mod runner;
mod studio;
mod sweep;

pub use error::{CancelError, SubmitError};
pub use generation::{Asset, AssetFile, Charge, Generation, State};
pub use settings::{StudioParts, StudioSettings};
pub use steps::Accepted;
pub use studio::Studio;
pub use sweep::Occasion;
