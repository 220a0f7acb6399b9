//! What can go wrong with stored data, in two languages: the cause for the log, a sentence for people outside.

use std::sync::Arc;

use rusqlite::ErrorCode;

/// Storage did not do what it was asked. Nothing that it refused was acknowledged.
///
/// `Display` is the inside cause, for logs; [`StorageError::sentence`] is what people outside may read. Cheap to clone, because every
/// caller of a failed batch gets it.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{cause}")]
pub struct StorageError {
    trouble: Trouble,
    cause: Arc<str>,
}

/// The kinds of trouble that people outside are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// The disk has no room.
    Full,
    /// The file, its folder or the database must not be written.
    ReadOnly,
    /// A stored value is not one that this program writes, or a rule of the schema was broken.
    Damaged,
    /// The file was written by a later version.
    Newer,
    /// Anything else: an input or output error, a stopped thread.
    Unavailable,
}

impl StorageError {
    /// Something that this program never writes was read, or was about to be written.
    #[must_use]
    pub fn damaged(cause: impl Into<String>) -> Self {
        Self::new(Trouble::Damaged, cause)
    }

    /// Storage cannot be reached, for a reason that is none of the others.
    #[must_use]
    pub fn unavailable(cause: impl Into<String>) -> Self {
        Self::new(Trouble::Unavailable, cause)
    }

    /// The disk has no room.
    pub(crate) fn full(cause: impl Into<String>) -> Self {
        Self::new(Trouble::Full, cause)
    }

    /// What is stored must not be written.
    pub(crate) fn read_only(cause: impl Into<String>) -> Self {
        Self::new(Trouble::ReadOnly, cause)
    }

    pub(crate) fn newer(cause: impl Into<String>) -> Self {
        Self::new(Trouble::Newer, cause)
    }

    pub(crate) fn from_sqlite(error: &rusqlite::Error, step: &str) -> Self {
        Self::new(trouble_of(error), format!("sqlite: {step}: {error}"))
    }

    fn new(trouble: Trouble, cause: impl Into<String>) -> Self {
        Self { trouble, cause: cause.into().into() }
    }

    /// Whether the disk is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.trouble == Trouble::Full
    }

    /// Whether what is stored must not be written.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.trouble == Trouble::ReadOnly
    }

    /// Whether what is stored is not what this program writes.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.trouble == Trouble::Damaged
    }

    /// Whether the data was written by a later version of this program.
    #[must_use]
    pub fn is_newer(&self) -> bool {
        self.trouble == Trouble::Newer
    }

    /// Whether a new connection may do what this one could not.
    pub(crate) fn may_be_cured_by_reopening(&self) -> bool {
        self.trouble == Trouble::Unavailable
    }

    /// What people outside may read: plain words, no paths, no internals.
    #[must_use]
    pub const fn sentence(&self) -> &'static str {
        match self.trouble {
            Trouble::Full => "The disk is full. Nothing was changed; free some space and try again.",
            Trouble::ReadOnly => {
                "What is stored cannot be written. Nothing was changed; make it writable and try again."
            }
            Trouble::Damaged => "Stored data is not as it should be. Nothing was changed; the log says what was found.",
            Trouble::Newer => {
                "The data was written by a newer version of Farebox. Nothing was changed; start that version or a later one."
            }
            Trouble::Unavailable => "The storage does not answer. Nothing was acknowledged; please try again.",
        }
    }
}

/// What a code of SQLite means for people outside.
fn trouble_of(error: &rusqlite::Error) -> Trouble {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Trouble::Full,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied) => {
            Trouble::ReadOnly
        }
        Some(
            ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::ConstraintViolation
            | ErrorCode::TypeMismatch,
        ) => Trouble::Damaged,
        Some(_) => Trouble::Unavailable,
        // Without a code of SQLite the library itself complains: about a value that does not convert.
        None => Trouble::Damaged,
    }
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(trouble_of(&error), format!("sqlite: {error}"))
    }
}

impl From<std::io::Error> for StorageError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let full = matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge);
        let read_only = matches!(error.kind(), ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied);
        let trouble = if full {
            Trouble::Full
        } else if read_only {
            Trouble::ReadOnly
        } else {
            Trouble::Unavailable
        };
        Self::new(trouble, format!("file: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_trouble_has_a_sentence_of_its_own_without_the_cause() {
        let all = [Trouble::Full, Trouble::ReadOnly, Trouble::Damaged, Trouble::Newer, Trouble::Unavailable]
            .map(|trouble| StorageError::new(trouble, "/secret/path: code 13"));
        for (n, error) in all.iter().enumerate() {
            assert!(error.sentence().contains("Nothing was"), "{}", error.sentence());
            assert!(!error.sentence().contains("secret"));
            assert_eq!(error.to_string(), "/secret/path: code 13");
            assert!(all.iter().skip(n + 1).all(|other| other.sentence() != error.sentence()));
        }
    }

    #[test]
    fn the_systems_words_for_full_and_read_only_are_understood() {
        assert!(StorageError::from(std::io::Error::from(std::io::ErrorKind::StorageFull)).is_full());
        assert!(StorageError::from(std::io::Error::from(std::io::ErrorKind::ReadOnlyFilesystem)).is_read_only());
        assert!(StorageError::from(std::io::Error::from(std::io::ErrorKind::PermissionDenied)).is_read_only());
    }
}
