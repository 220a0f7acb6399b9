//! A generator that does what the test says, when the test says it.

use std::time::Duration;

use futures_util::future::BoxFuture;
use studio::generators::{Artifact, Control, Generator, GeneratorError, Role, Work};
use tokio::sync::{mpsc, oneshot};

/// What a test lets the generator do.
enum Line {
    Answer(Result<Vec<Artifact>, GeneratorError>),
    Panic,
}

/// Work that waits for the test to say how it ends.
pub struct Job {
    pub work: Work,
    pub control: Control,
    line: oneshot::Sender<Line>,
}

impl Job {
    pub fn succeed(self) {
        self.answer(Ok(files()));
    }

    pub fn answer(self, answer: Result<Vec<Artifact>, GeneratorError>) {
        // Nobody listens when the work was taken away, which is what some tests are about.
        let _ = self.line.send(Line::Answer(answer));
    }

    pub fn panic(self) {
        let _ = self.line.send(Line::Panic);
    }

    /// Returns when the generator has let go of the work.
    pub async fn stopped(mut self) {
        self.line.closed().await;
    }
}

/// A picture and its text, so that there is more than one file.
pub fn files() -> Vec<Artifact> {
    let file = |role, media_type, bytes: &[u8]| Artifact {
        role,
        media_type,
        width_px: 16,
        height_px: 9,
        bytes: bytes.to_vec(),
    };
    vec![file(Role::Clip, "video/mp4", b"moves"), file(Role::Poster, "image/jpeg", b"stands")]
}

pub struct Scripted {
    pub jobs: mpsc::UnboundedSender<Job>,
}

impl Generator for Scripted {
    fn generate(&self, work: Work, control: Control) -> BoxFuture<'_, Result<Vec<Artifact>, GeneratorError>> {
        Box::pin(async move {
            let (line, answered) = oneshot::channel();
            let job = Job { work, control: control.clone(), line };
            if self.jobs.send(job).is_err() {
                return Err(GeneratorError::Failed { cause: "the test is over".to_owned() });
            }
            let cancelled = async {
                while !control.is_cancelled() {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            };
            tokio::select! {
                Ok(line) = answered => match line {
                    Line::Answer(answer) => answer,
                    Line::Panic => panic!("as the test says"),
                },
                // Work of which the test says nothing goes on until it is told to stop.
                () = cancelled => Err(GeneratorError::Cancelled),
            }
        })
    }
}
