//! Revoking the key of another server.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Answer;
use super::desk::{Desk, unavailable};
use super::key_list::shown;

/// End a key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRevoke {
    /// Which.
    pub id: Uuid,
}

impl Desk {
    pub(super) async fn key_revoke(&self, revoke: KeyRevoke) -> Answer {
        match self.app.revoke_api_key(revoke.id).await {
            Ok(Some(record)) => {
                tracing::info!(id = %record.id, name = record.name, "an operator revoked an API key");
                Answer::KeyRevoked(shown(record))
            }
            Ok(None) => Answer::Refused(format!("no API key has the id {}; `farebox key list` shows them", revoke.id)),
            Err(error) => unavailable(&error),
        }
    }
}
