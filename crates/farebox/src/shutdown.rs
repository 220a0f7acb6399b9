//! How the server is told to stop: a first signal asks, a second one does not wait.

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::exit::Failure;

/// The exit code of a program that Ctrl-C ended, as shells count it.
const EXIT_CODE_INTERRUPTED: i32 = 130;

/// The signals that stop the server.
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// Starts to listen for them. From here on they no longer end the process by themselves.
    ///
    /// # Errors
    /// When the operating system gives none.
    pub fn new() -> Result<Self, Failure> {
        let listen = |kind| signal(kind).map_err(|error| Failure::Unavailable(format!("no signals: {error}")));
        Ok(Self { interrupt: listen(SignalKind::interrupt())?, terminate: listen(SignalKind::terminate())? })
    }

    /// Cancels the token at the first signal and ends the process at the second.
    pub async fn stop_at_the_first(mut self, shutdown: CancellationToken) {
        self.next().await;
        tracing::info!("stopping; a second Ctrl-C stops at once");
        shutdown.cancel();
        self.next().await;
        std::process::exit(EXIT_CODE_INTERRUPTED);
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
