//! Find: whether a key is valid, for most requests without asking the database.

use ledger::StorageError;

use super::{ApiKeys, Secret};

const FIND: &str = "SELECT id FROM server_api_keys WHERE key_sha256 = :digest AND revoked_at_us IS NULL";

impl ApiKeys {
    /// Whether somebody may act who shows this key.
    pub async fn is_valid(&self, secret: &Secret) -> Result<bool, StorageError> {
        let (digest, now) = (secret.digest(), self.clock.now());
        // The moment and the age are taken before it is read, so that what changes meanwhile is not overlooked.
        let age = {
            let known = self.known.lock();
            if known.has(&digest, now) {
                return Ok(true);
            }
            known.age()
        };
        let find =
            move |transaction: &ledger::database::Transaction<'_>| transaction.find(FIND, &[("digest", &digest)]);
        let is_valid = self.database.read("find_api_key", find).await?.is_some();
        if is_valid {
            self.known.lock().remember(digest, now, age);
        }
        Ok(is_valid)
    }
}
