//! Create: a new key, of which only the hash is kept.

use ledger::StorageError;
use uuid::Uuid;

use super::{ApiKeyName, ApiKeyRecord, ApiKeys, Secret};

/// A key that was just made.
#[derive(Debug)]
pub struct NewApiKey {
    /// What is kept of it.
    pub record: ApiKeyRecord,
    secret: Secret,
}

impl NewApiKey {
    /// The key itself, to be shown once.
    #[must_use]
    pub fn text(&self) -> String {
        self.secret.text()
    }
}

/// Under an id that was used before the key takes the place of one that nobody was shown.
const INSERT: &str =
    "INSERT INTO server_api_keys (id, name, created_at_us, key_sha256) VALUES (:id, :name, :now, :digest)
     ON CONFLICT (id) DO UPDATE SET key_sha256 = excluded.key_sha256";

impl ApiKeys {
    /// Makes a key.
    pub async fn create(&self, id: Uuid, name: ApiKeyName) -> Result<NewApiKey, StorageError> {
        let (secret, now) = (Secret::new(&self.ids), self.clock.now());
        let digest = secret.digest();
        let record = ApiKeyRecord { id, name: name.as_str().to_owned(), created_at: now, revoked_at: None };
        self.database
            .run("create_api_key", move |transaction| {
                let name = name.as_str();
                let parameters: ledger::database::Parameters<'_> =
                    &[("id", &id), ("name", &name), ("now", &now), ("digest", &digest)];
                transaction.execute(INSERT, parameters).map(drop)
            })
            .await?;
        Ok(NewApiKey { record, secret })
    }
}
