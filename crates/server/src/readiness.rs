//! Whether requests can be served: found out from storage itself, by a write, and then remembered for a moment.

use std::time::Duration;

use credits::Timestamp;
use tokio::sync::Mutex;

use crate::App;

/// How long an answer is given again before storage is asked anew: a flood of questions costs one write a second.
const ANSWER_LASTS: Duration = Duration::from_secs(1);

/// The part that is named when storage could not even be asked.
const READINESS: &str = "readiness";

/// The last answer.
#[derive(Debug, Default)]
pub(crate) struct Readiness(Mutex<Option<Found>>);

#[derive(Debug)]
struct Found {
    at: Timestamp,
    not_ready: Vec<&'static str>,
}

impl Found {
    /// An answer from the future was found before the clock was set back, and nobody knows how old it is.
    fn is_fresh(&self, now: Timestamp) -> bool {
        self.at <= now && now < self.at.after(ANSWER_LASTS)
    }
}

impl App {
    /// The parts that requests need and that are not ready. Whoever asks while storage is being asked waits for that answer.
    pub(crate) async fn not_ready(&self) -> Vec<&'static str> {
        let app = self.clone();
        // A task of its own: a caller who goes away would otherwise let the next one ask storage again.
        let asked = tokio::spawn(async move { app.ask_or_remember().await });
        asked.await.unwrap_or_else(|_| vec![READINESS])
    }

    async fn ask_or_remember(&self) -> Vec<&'static str> {
        let mut last = self.readiness.0.lock().await;
        if let Some(found) = last.as_ref().filter(|found| found.is_fresh(self.clock.now())) {
            return found.not_ready.clone();
        }
        let mut not_ready = Vec::new();
        let (ledger, accounts) = tokio::join!(self.ledger.is_ready(), self.accounts.is_ready());
        for (part, answer) in [("ledger", ledger), ("accounts", accounts)] {
            if let Err(cause) = answer {
                tracing::warn!(part, %cause, "not ready");
                not_ready.push(part);
            }
        }
        *last = Some(Found { at: self.clock.now(), not_ready: not_ready.clone() });
        not_ready
    }
}
