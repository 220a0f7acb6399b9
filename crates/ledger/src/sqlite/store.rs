//! The ledger's store in a file.

use std::path::Path;

use crate::store::MemoryStore;
use crate::{OpenError, StorageError};

pub(crate) struct SqliteStore;

impl SqliteStore {
    pub fn open(path: &Path) -> Result<(MemoryStore, MemoryStore), OpenError> {
        let source = StorageError::unavailable("not yet");
        Err(OpenError::Storage { path: path.to_owned(), source })
    }
}
