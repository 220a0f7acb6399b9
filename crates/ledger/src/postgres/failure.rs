//! What an error of the database means: whether the same again may succeed, and what people outside are told.

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use crate::StorageError;

/// Why something was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Another transaction was in the way, and this one was rolled back for it. The same again may succeed.
    Conflict(StorageError),
    /// The connection is gone, or the server is about to go. A new connection may do what this one could not.
    Lost(StorageError),
    /// The database said no.
    Storage(StorageError),
}

/// What there is to say about it, whatever it means.
impl From<Failure> for StorageError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Conflict(error) | Failure::Lost(error) | Failure::Storage(error) => error,
        }
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::of(&error)
    }
}

impl Failure {
    /// What an error means.
    pub fn of(error: &Error) -> Self {
        let cause = format!("postgresql: {}", in_words(error));
        let Some(code) = error.code() else {
            // Without a code it is not the database that speaks: the connection broke, or could not be made.
            return Self::Lost(StorageError::unavailable(cause));
        };
        if [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED].contains(code) {
            Self::Conflict(StorageError::unavailable(cause))
        } else if is_farewell(code) {
            Self::Lost(StorageError::unavailable(cause))
        } else if *code == SqlState::DISK_FULL {
            Self::Storage(StorageError::full(cause))
        } else if [SqlState::READ_ONLY_SQL_TRANSACTION, SqlState::INSUFFICIENT_PRIVILEGE].contains(code) {
            Self::Storage(StorageError::read_only(cause))
        } else if ["22", "23", "XX"].contains(&code.code().get(..2).unwrap_or_default()) {
            // A value that does not fit, a broken rule of the schema, a page that cannot be read.
            Self::Storage(StorageError::damaged(cause))
        } else {
            Self::Storage(StorageError::unavailable(cause))
        }
    }
}

/// The server ends the session: it is shut down, somebody ended this session, or it waited too long for us.
fn is_farewell(code: &SqlState) -> bool {
    let shut_down = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
    ];
    shut_down.contains(code) || code.code().starts_with("08")
}

/// The error with what is behind it, which its own words leave out.
fn in_words(error: &Error) -> String {
    match error.as_db_error() {
        Some(said) => {
            // Not its detail, which repeats the row that did not fit.
            let rule = said.constraint().map(|rule| format!(" ({rule})")).unwrap_or_default();
            format!("{}: {}{rule}", said.code().code(), said.message())
        }
        None => match std::error::Error::source(error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    }
}
