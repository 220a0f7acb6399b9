//! Waiting for conditions: never for a time.

use std::future::Future;
use std::time::{Duration, Instant};

/// How long a journey waits for something that should happen soon, on two busy cores.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// Asks again and again until the answer is there, and says what was waited for when it never comes.
///
/// # Panics
/// When `patience` is over. A journey that waits in vain has failed.
pub async fn eventually<T, F, Asked>(what: &str, patience: Duration, mut ask: F) -> T
where
    F: FnMut() -> Asked,
    Asked: Future<Output = Option<T>>,
{
    let until = Instant::now() + patience;
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(Instant::now() < until, "waited {} s in vain for {what}", patience.as_secs());
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}
