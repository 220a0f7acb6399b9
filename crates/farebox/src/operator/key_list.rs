//! Listing the keys of other servers.

use serde::{Deserialize, Serialize};
use server::ApiKeyRecord;
use uuid::Uuid;

use super::Answer;
use super::desk::{Desk, unavailable};

/// All keys that were ever made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeysListed {
    /// The newest first.
    pub keys: Vec<ShownKey>,
}

/// What is kept of a key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShownKey {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// When it was made.
    pub created_at: wire::Time,
    /// When it was revoked; absent while it is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<wire::Time>,
}

impl Desk {
    pub(super) async fn key_list(&self) -> Answer {
        match self.app.list_api_keys().await {
            Ok(found) => Answer::KeysListed(KeysListed { keys: found.into_iter().map(shown).collect() }),
            Err(error) => unavailable(&error),
        }
    }
}

pub(super) fn shown(record: ApiKeyRecord) -> ShownKey {
    ShownKey {
        id: record.id,
        name: record.name,
        created_at: record.created_at.into(),
        revoked_at: record.revoked_at.map(wire::Time),
    }
}
