//! A key as it is stored: all but the key.

use credits::Timestamp;
use ledger::StorageError;
use ledger::database::Row;
use uuid::Uuid;

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyRecord {
    /// Its id, by which an operator speaks of it.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked; `None` while it is valid.
    pub revoked_at: Option<Timestamp>,
}

impl ApiKeyRecord {
    /// Reads the columns `id`, `name`, `created_at_us` and `revoked_at_us`.
    pub(super) fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            created_at: row.get("created_at_us")?,
            revoked_at: row.get("revoked_at_us")?,
        })
    }
}
