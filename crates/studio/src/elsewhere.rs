//! What happens to generations in other processes on the same database. Whoever listens here is told of it, work here that was taken away
//! stops, and runners here see what was queued there. A process on files has nobody else to hear.

use credits::AccountId;
use ledger::StorageError;
use ledger::database::Heard;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::record::{Record, Stage};
use crate::steps::Steps;

/// What is told when a record has changed: that it has, and in which state it is now.
pub(crate) const CHANGED: &str = "generation_changed";

/// What is told while a generator works: how far it is. Nowhere written.
pub(crate) const PROGRESSED: &str = "generation_progressed";

/// The words of [`CHANGED`].
pub(crate) fn changed_words(record: &Record) -> String {
    let is_queued = matches!(record.stage, Stage::Queued);
    format!("{} {} {}", record.account, record.id, if is_queued { "queued" } else { "changed" })
}

/// The words of [`PROGRESSED`].
pub(crate) fn progressed_words(record: &Record, permille: u32) -> String {
    format!("{} {} {permille}", record.account, record.id)
}

/// Which generation words are about, and what they say of it.
fn understood(words: &str) -> Option<(AccountId, Uuid, &str)> {
    let mut words = words.split(' ');
    let account = AccountId(words.next()?.parse().ok()?);
    Some((account, words.next()?.parse().ok()?, words.next()?))
}

/// Hears until the program stops.
pub(crate) async fn run(steps: Steps, shutdown: CancellationToken) {
    let mut heard = steps.inner.store.listen();
    loop {
        let heard = tokio::select! {
            () = shutdown.cancelled() => return,
            heard = heard.recv() => heard,
        };
        match heard {
            Ok(Heard::Told { topic, words }) => {
                if let Err(error) = steps.hear(&topic, &words).await {
                    tracing::warn!(%error, "a change by another process could not be read");
                    steps.may_have_missed();
                }
            }
            Ok(Heard::Missed) | Err(RecvError::Lagged(_)) => steps.may_have_missed(),
            Err(RecvError::Closed) => return,
        }
    }
}

impl Steps {
    async fn hear(&self, topic: &str, words: &str) -> Result<(), StorageError> {
        match (topic, understood(words)) {
            (CHANGED, Some((account, id, state))) => {
                if state == "queued" {
                    self.inner.queue_grew.notify_waiters();
                }
                self.hear_change(account, id).await
            }
            (PROGRESSED, Some((account, id, permille))) => {
                if self.inner.events.is_heard(account)
                    && let Ok(permille) = permille.parse()
                    && let Some(record) = self.inner.store.find(account, id).await?
                    && let Some(generation) = record.generation(permille)
                {
                    self.inner.events.publish(generation);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn hear_change(&self, account: AccountId, id: Uuid) -> Result<(), StorageError> {
        if !self.inner.events.is_heard(account) && !self.inner.running.is_at_work(id) {
            return Ok(());
        }
        let Some(record) = self.inner.store.find(account, id).await? else { return Ok(()) };
        match &record.stage {
            // Given to a later attempt, here or there.
            Stage::Running { .. } => self.inner.running.stop_before(id, record.attempt),
            Stage::Accepted | Stage::Queued | Stage::Failed { .. } | Stage::Cancelled { .. } => {
                self.inner.running.stop_before(id, record.attempt.saturating_add(1));
            }
            // The files are there: whoever made them is about to find that out.
            Stage::Stored { .. } | Stage::Succeeded { .. } => {}
        }
        if let Some(generation) = self.generation(&record) {
            self.inner.events.publish(generation);
        }
        Ok(())
    }

    /// Whoever listens begins anew by reading how things stand, and runners look for themselves. A runner whose work was taken away finds
    /// out by its next heartbeat.
    fn may_have_missed(&self) {
        self.inner.events.close();
        self.inner.queue_grew.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_word_about_a_generation_is_not_understood() {
        let (account, id) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(understood(&format!("{account} {id} queued")), Some((AccountId(account), id, "queued")));
        for words in ["", "one two three", &format!("{account} {id}"), &format!("{account}")] {
            assert_eq!(understood(words), None, "{words}");
        }
    }
}
