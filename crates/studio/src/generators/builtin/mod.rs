//! The builtin generator: paints real pictures and clips from the words of a prompt, offline, on this machine's processor.

mod canvas;
mod clip;
mod colour;
mod compose;
mod develop;
mod format;
mod grade;
mod job;
mod land;
mod layers;
mod lexicon;
mod noise;
mod palette;
mod picture;
mod profile;
mod refusal;
mod scene;
mod view;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use credits::Kind;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::job::{AbandonOnDrop, Job, Stopped};
use self::refusal::RefusedWords;
use super::{Artifact, Control, Generator, GeneratorError, Work};

/// What a person reads when a configured word stands in the prompt.
const REFUSAL: &str = "The model refused this prompt";

/// How the builtin generator works on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltinSettings {
    /// How many threads paint and encode at most, over all generations together. Zero counts as one.
    pub threads: usize,
    /// Words that are refused wherever they stand in a prompt as whole words, in any case.
    pub refused_words: Vec<String>,
    /// Whether it works as fast as it can.
    pub pace: Pace,
}

impl Default for BuiltinSettings {
    fn default() -> Self {
        Self { threads: 1, refused_words: Vec::new(), pace: Pace::Full }
    }
}

/// How fast the builtin generator works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// As fast as its threads allow.
    Full,
    /// Rests after every step (a frame of a clip, a picture of a storyboard, a third of an image), so that demonstrations
    /// and tests see a generation while it runs. A rest ends at once when the generation is cancelled.
    Slowed {
        /// How long each rest lasts.
        rest_per_step_ms: u64,
    },
}

/// Paints pictures and clips from prompts. The same work always gives the same bytes.
#[derive(Debug)]
pub struct Builtin {
    threads: Arc<Semaphore>,
    refused_words: RefusedWords,
    pace: Pace,
}

impl Builtin {
    /// A generator with a thread budget of its own.
    #[must_use]
    pub fn new(settings: BuiltinSettings) -> Self {
        Self {
            threads: Arc::new(Semaphore::new(settings.threads.clamp(1, Semaphore::MAX_PERMITS))),
            refused_words: RefusedWords::new(&settings.refused_words),
            pace: settings.pace,
        }
    }

    async fn work(&self, work: Work, control: Control) -> Result<Vec<Artifact>, GeneratorError> {
        let permit = self.wait_for_thread(&control).await?;
        control.progress(10);
        if self.refused_words.refuse(&work.prompt) {
            return Err(GeneratorError::Refused { reason: REFUSAL.to_owned() });
        }
        let abandoned = Arc::new(AtomicBool::new(false));
        // Dropping this future must not leave a thread painting for nobody.
        let _guard = AbandonOnDrop(Arc::clone(&abandoned));
        let job = Job::new(control, abandoned, self.pace);
        on_a_thread(permit, move || make(&work, &job)).await
    }

    async fn wait_for_thread(&self, control: &Control) -> Result<OwnedSemaphorePermit, GeneratorError> {
        tokio::select! {
            biased;
            () = control.cancelled() => Err(GeneratorError::Cancelled),
            permit = Arc::clone(&self.threads).acquire_owned() => {
                permit.map_err(|_closed| GeneratorError::Failed { cause: "the generator is shutting down".to_owned() })
            }
        }
    }
}

impl Generator for Builtin {
    fn generate(&self, work: Work, control: Control) -> BoxFuture<'_, Result<Vec<Artifact>, GeneratorError>> {
        self.work(work, control).boxed()
    }
}

/// Why painting ended without files.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Trouble {
    Stopped,
    Broken(String),
}

impl From<Stopped> for Trouble {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

fn make(work: &Work, job: &Job) -> Result<Vec<Artifact>, Trouble> {
    job.check()?;
    let files = match work.kind {
        Kind::Image => picture::image(work, job)?,
        Kind::Storyboard => picture::storyboard(work, job)?,
        Kind::Draft | Kind::Render => clip::clip(work, job)?,
    };
    job.finished();
    Ok(files)
}

/// Runs painting on a thread of its own, which counts against the cap until it really ends. A panic becomes a failure.
async fn on_a_thread(
    permit: OwnedSemaphorePermit,
    paint: impl FnOnce() -> Result<Vec<Artifact>, Trouble> + Send + 'static,
) -> Result<Vec<Artifact>, GeneratorError> {
    let thread = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        paint()
    });
    match thread.await {
        Ok(Ok(files)) => Ok(files),
        Ok(Err(Trouble::Stopped)) => Err(GeneratorError::Cancelled),
        Ok(Err(Trouble::Broken(cause))) => Err(GeneratorError::Failed { cause }),
        Err(broken) => Err(GeneratorError::Failed { cause: format!("painting ended early: {broken}") }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_while_painting_is_a_failure_and_frees_its_thread() {
        let threads = Arc::new(Semaphore::new(1));
        let permit = Arc::clone(&threads).acquire_owned().await.expect("open");
        let result = on_a_thread(permit, || panic!("a brush broke")).await;
        assert!(matches!(result, Err(GeneratorError::Failed { cause }) if cause.contains("a brush broke")));
        assert_eq!(threads.available_permits(), 1);
    }
}
