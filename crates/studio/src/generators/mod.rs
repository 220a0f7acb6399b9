//! What turns a prompt into files: the contract that every generator keeps, and the generators themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use credits::{AspectRatio, Kind};
use futures_util::future::BoxFuture;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

pub mod builtin;

/// One piece of work for a generator: all that the result may depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Draft and render give a clip, image a picture, storyboard four pictures.
    pub kind: Kind,
    /// The model's id in the catalog, for example `sora-2`.
    pub model: String,
    /// What the user asked for, 1 to 4,000 characters.
    pub prompt: String,
    /// The shape of every file that is made.
    pub aspect_ratio: AspectRatio,
    /// How long a clip lasts, in seconds. Not used for pictures.
    pub seconds: u32,
    /// Makes two results of the same prompt differ; the same seed makes the same files.
    pub seed: u64,
}

/// What a file is to the person who asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A still picture: the result of an image, or one frame of a storyboard.
    Picture,
    /// A moving picture that a browser plays.
    Clip,
    /// The still picture that stands for a clip until it plays.
    Poster,
}

/// One finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// What it is to the person who asked for it.
    pub role: Role,
    /// Its media type, for example `image/jpeg` or `video/mp4`.
    pub media_type: &'static str,
    /// How wide it is, in pixels.
    pub width_px: u32,
    /// How high it is, in pixels.
    pub height_px: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Why a generator gave no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GeneratorError {
    /// The caller cancelled; nothing is kept.
    #[error("the generation was cancelled")]
    Cancelled,
    /// The model does not work on this prompt. The sentence is for the person who asked.
    #[error("{reason}")]
    Refused {
        /// For example "The model refused this prompt".
        reason: String,
    },
    /// Something broke. The cause is for the log, never for the screen.
    #[error("the generator failed: {cause}")]
    Failed {
        /// What broke, for the operator.
        cause: String,
    },
}

/// The line between a running generator and whoever waits for it: progress one way, cancellation the other.
#[derive(Debug, Clone)]
pub struct Control {
    progress: Arc<watch::Sender<u32>>,
    reported_permille: Arc<AtomicU32>,
    cancelled: CancellationToken,
}

impl Control {
    /// Makes both ends: the control for the generator, and the receiver of its progress in thousandths (0 to 1,000).
    #[must_use]
    pub fn new(cancelled: CancellationToken) -> (Self, watch::Receiver<u32>) {
        let (progress, receiver) = watch::channel(0);
        let control = Self { progress: Arc::new(progress), reported_permille: Arc::new(AtomicU32::new(0)), cancelled };
        (control, receiver)
    }

    /// Says how much of the work is really done, in thousandths. Progress never goes backwards.
    pub fn progress(&self, done_permille: u32) {
        let done = done_permille.min(1_000);
        if self.reported_permille.fetch_max(done, Ordering::Relaxed) < done {
            self.progress.send_replace(done);
        }
    }

    /// Whether the work should stop. A generator asks at least every 100 ms.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.is_cancelled()
    }

    /// Waits until the work should stop.
    pub async fn cancelled(&self) {
        self.cancelled.cancelled().await;
    }
}

/// Something that makes files from prompts.
pub trait Generator: Send + Sync + 'static {
    /// Does the work and returns its files, in the order in which they are shown; a clip is followed by its poster.
    ///
    /// # Errors
    /// [`GeneratorError::Cancelled`] within 200 ms of a cancellation, [`GeneratorError::Refused`] for a prompt that the model
    /// does not work on, [`GeneratorError::Failed`] for anything that broke.
    fn generate(&self, work: Work, control: Control) -> BoxFuture<'_, Result<Vec<Artifact>, GeneratorError>>;
}
