//! A generator that does what the prompt says, at once or when it is let.

use credits::Kind;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use studio::generators::{Artifact, Control, Generator, GeneratorError, Role, Work};
use tokio::sync::Semaphore;

/// "wait…" waits until it is let go on or cancelled, "refuse…" is refused; anything else is done at once.
pub struct Script {
    let_go: Semaphore,
}

impl Script {
    pub const REASON: &'static str = "The model refused this prompt.";

    pub fn new() -> Self {
        Self { let_go: Semaphore::new(0) }
    }

    /// Lets one waiting generation go on.
    pub fn let_one_go(&self) {
        self.let_go.add_permits(1);
    }
}

impl Generator for Script {
    fn generate(&self, work: Work, control: Control) -> BoxFuture<'_, Result<Vec<Artifact>, GeneratorError>> {
        async move {
            if work.prompt.starts_with("refuse") {
                return Err(GeneratorError::Refused { reason: Self::REASON.to_owned() });
            }
            if work.prompt.starts_with("wait") {
                control.progress(500);
                tokio::select! {
                    let_go = self.let_go.acquire() => let_go.unwrap().forget(),
                    () = control.cancelled() => return Err(GeneratorError::Cancelled),
                }
            }
            Ok(files(work.kind))
        }
        .boxed()
    }
}

fn files(kind: Kind) -> Vec<Artifact> {
    let picture = |role| file(role, "image/jpeg");
    match kind {
        Kind::Draft | Kind::Render => vec![file(Role::Clip, "video/mp4"), picture(Role::Poster)],
        Kind::Image => vec![picture(Role::Picture)],
        Kind::Storyboard => vec![picture(Role::Picture); 4],
    }
}

fn file(role: Role, media_type: &'static str) -> Artifact {
    let bytes = (0..=255).cycle().take(4_096).collect();
    Artifact { role, media_type, width_px: 64, height_px: 36, bytes }
}
