//! Revoke: a key is valid no more, here at once and in other processes as soon as they hear of it, or no longer remember that it was.

use std::sync::Arc;

use ledger::StorageError;
use ledger::database::Heard;
use parking_lot::Mutex;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::known::KnownKeys;
use super::{ApiKeyRecord, ApiKeys};

/// What other processes are told when a key is revoked.
const API_KEY_REVOKED: &str = "api_key_revoked";

/// The first time counts.
const REVOKE: &str = "UPDATE server_api_keys SET revoked_at_us = :now WHERE id = :id AND revoked_at_us IS NULL";

const FIND: &str = "SELECT id, name, created_at_us, revoked_at_us FROM server_api_keys WHERE id = :id";

impl ApiKeys {
    /// Ends a key; `None` when there is none of that id.
    pub async fn revoke(&self, id: Uuid) -> Result<Option<ApiKeyRecord>, StorageError> {
        let now = self.clock.now();
        let revoked = self.database.run("revoke_api_key", move |transaction| {
            transaction.execute(REVOKE, &[("id", &id), ("now", &now)])?;
            transaction.tell(API_KEY_REVOKED, &id.to_string())?;
            transaction.find(FIND, &[("id", &id)])
        });
        let found = revoked.await;
        // Also when the answer was lost: the key may be revoked all the same.
        self.known.lock().forget_all();
        found?.as_ref().map(ApiKeyRecord::from_row).transpose()
    }
}

/// Forgets which keys are valid when another process revoked one, for as long as the database is open. Which one does not matter: the others
/// are looked up once more.
pub(super) async fn hear_of_revocations(mut heard: broadcast::Receiver<Heard>, known: Arc<Mutex<KnownKeys>>) {
    loop {
        match heard.recv().await {
            Ok(Heard::Told { topic, .. }) if topic != API_KEY_REVOKED => {}
            Ok(Heard::Told { .. } | Heard::Missed) | Err(RecvError::Lagged(_)) => known.lock().forget_all(),
            Err(RecvError::Closed) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use credits::Timestamp;

    use super::*;

    const KEY: [u8; 32] = [1; 32];
    const NOON: Timestamp = Timestamp(1_000_000_000);

    /// Whether the key is still known after something was heard.
    async fn is_known_after(heard: Heard) -> bool {
        let known = Arc::<Mutex<KnownKeys>>::default();
        known.lock().remember(KEY, NOON, 0);
        let (sender, receiver) = broadcast::channel(1);
        sender.send(heard).unwrap();
        drop(sender);
        hear_of_revocations(receiver, Arc::clone(&known)).await;
        known.lock().has(&KEY, NOON)
    }

    #[tokio::test]
    async fn what_another_process_revokes_is_valid_here_no_more() {
        let told = |topic: &str| Heard::Told { topic: topic.to_owned(), words: "words".to_owned() };
        assert!(!is_known_after(told(API_KEY_REVOKED)).await);
        assert!(!is_known_after(Heard::Missed).await);
        assert!(is_known_after(told("session_ended")).await);
    }
}
