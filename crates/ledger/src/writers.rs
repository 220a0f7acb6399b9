//! The threads that change a ledger, and which of them is asked.

use std::thread::JoinHandle;

use tokio::sync::mpsc;

use crate::StorageError;
use crate::store::Store;
use crate::writer::{Work, Writer};

/// How many requests may wait for one writer. Further callers wait for room.
const QUEUE_REQUESTS_MAX: usize = 4_096;

/// The one writer that has a store to itself, or several of a store that is shared anyway. Dropped, they have done all that was asked.
pub(crate) struct Writers(Vec<Queue>);

/// A writer, and what waits for it.
struct Queue {
    work: mpsc::Sender<Work>,
    thread: JoinHandle<()>,
}

impl Writers {
    /// Starts a thread for each.
    pub fn start<S: Store>(writers: Vec<Writer<S>>) -> Result<Self, StorageError> {
        let mut started = Self(Vec::with_capacity(writers.len()));
        for writer in writers {
            let (work, queue) = mpsc::channel(QUEUE_REQUESTS_MAX);
            let thread =
                std::thread::Builder::new().name("ledger-writer".to_owned()).spawn(move || writer.run(queue))?;
            started.0.push(Queue { work, thread });
        }
        Ok(started)
    }

    /// Queues something. All of an account waits for the same writer, where it meets in one batch instead of waiting for the account's
    /// lock; what is about several accounts waits with the first of them.
    pub async fn send(&self, work: Work) -> Result<(), StorageError> {
        let account = work.commands().first().map_or(0, |command| command.account.0.as_u128());
        let writers = self.0.len() as u128;
        let queue = account.checked_rem(writers).and_then(|n| self.0.get(usize::try_from(n).ok()?));
        queue.ok_or_else(stopped)?.work.send(work).await.map_err(|_| stopped())
    }

    /// Queues something with each of them.
    pub async fn send_to_each(&self, mut work: impl FnMut() -> Work) -> Result<(), StorageError> {
        for queue in &self.0 {
            queue.work.send(work()).await.map_err(|_| stopped())?;
        }
        Ok(())
    }
}

impl Drop for Writers {
    fn drop(&mut self) {
        // First nothing is let in any more anywhere, so that they end side by side.
        let threads: Vec<_> = self.0.drain(..).map(|Queue { work: _, thread }| thread).collect();
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("one of the ledger's writers ended by a panic");
            }
        }
    }
}

/// The writer that was asked is there no more.
pub(crate) fn stopped() -> StorageError {
    StorageError::unavailable("the ledger's writer has stopped")
}
