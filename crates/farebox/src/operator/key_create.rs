//! Making a key for another server.

use serde::{Deserialize, Serialize};
use server::ApiKeyName;
use uuid::Uuid;

use super::Answer;
use super::desk::{Desk, unavailable};
use super::key_list::{ShownKey, shown};

/// Make a key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyCreate {
    /// The id that it gets. Whoever asks again under the same id gets a key that takes the place of the one whose answer was lost.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
}

/// The key is there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeyCreated {
    /// What is kept of it.
    #[serde(flatten)]
    pub shown: ShownKey,
    /// The key itself. Nobody can say it again.
    pub key: String,
}

/// The name, if a key can be called so.
///
/// # Errors
/// What is allowed.
pub fn check_name(name: &str) -> Result<ApiKeyName, String> {
    ApiKeyName::new(name).map_err(|error| error.to_string())
}

impl Desk {
    pub(super) async fn key_create(&self, create: KeyCreate) -> Answer {
        let name = match check_name(&create.name) {
            Ok(name) => name,
            Err(sentence) => return Answer::Refused(sentence),
        };
        match self.app.create_api_key(create.id, name).await {
            Ok(made) => {
                tracing::info!(id = %made.record.id, name = made.record.name, "an operator made an API key");
                let key = made.text();
                Answer::KeyCreated(KeyCreated { shown: shown(made.record), key })
            }
            Err(error) => unavailable(&error),
        }
    }
}
