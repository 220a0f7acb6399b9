//! Sign out: the session is deleted, and whatever hangs on it ends.

use ledger::StorageError;
use ledger::database::Transaction;

use super::ended::tell_of_end;
use super::{Accounts, SessionId};

impl Accounts {
    /// Ends a session. Ending it again changes nothing.
    pub async fn sign_out(&self, session: SessionId) -> Result<(), StorageError> {
        self.database.run("sign_out", move |transaction| delete_session(transaction, session)).await?;
        self.announce_end(Some(session));
        Ok(())
    }
}

/// Deletes a session; other processes hear of it.
pub(super) fn delete_session(transaction: &Transaction<'_>, session: SessionId) -> Result<(), StorageError> {
    transaction.execute("DELETE FROM server_sessions WHERE token_sha256 = :id", &[("id", &session.0)])?;
    tell_of_end(transaction, session)
}
