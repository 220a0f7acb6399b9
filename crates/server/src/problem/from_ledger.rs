//! Storage trouble as a problem.

use ledger::StorageError;

use super::Refused;

impl From<StorageError> for Refused {
    fn from(error: StorageError) -> Self {
        Self::unavailable(error.sentence(), &error)
    }
}
