//! List: every key that was ever made. An operator makes few, so that there are no pages.

use ledger::StorageError;

use super::{ApiKeyRecord, ApiKeys};

const ALL: &str =
    "SELECT id, name, created_at_us, revoked_at_us FROM server_api_keys ORDER BY created_at_us DESC, id DESC";

impl ApiKeys {
    /// All keys, the newest first.
    pub async fn list(&self) -> Result<Vec<ApiKeyRecord>, StorageError> {
        let found = self.database.read("list_api_keys", |transaction| transaction.query(ALL, &[])).await?;
        found.iter().map(ApiKeyRecord::from_row).collect()
    }
}
