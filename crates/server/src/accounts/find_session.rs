//! Whose session it is, and its life moves on while it is used.

use credits::Timestamp;
use ledger::StorageError;
use ledger::database::Transaction;

use super::{Account, Accounts, SessionId, Token};

/// A session that is valid now.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// Its name in the store.
    pub id: SessionId,
    /// Who is signed in.
    pub account: Account,
}

/// A session's life moves on when at least this part of it has passed: one write in a while, not one a request.
const RENEWED_AFTER_PARTS: u32 = 20;

impl Accounts {
    /// The session of a token; `None` when there is none or its time is over.
    pub async fn find_session(&self, token: &Token) -> Result<Option<Session>, StorageError> {
        let (id, now) = (token.id(), self.clock.now());
        let found = self.database.read("find_session", move |transaction| select(transaction, id, now)).await?;
        let Some((account, until)) = found else { return Ok(None) };
        let expires_at = now.after(self.session_lifetime);
        let renew_below = expires_at.before(self.session_lifetime / RENEWED_AFTER_PARTS);
        if until < renew_below {
            self.renew(id, expires_at).await;
        }
        Ok(Some(Session { id, account }))
    }

    /// Whether a session that was found a moment ago is still there.
    pub async fn is_session(&self, id: SessionId) -> Result<bool, StorageError> {
        let now = self.clock.now();
        Ok(self.database.read("is_session", move |transaction| select(transaction, id, now)).await?.is_some())
    }

    /// Moves a session's end on. A full disk must not keep anybody from reading: what fails is tried again by the next request.
    async fn renew(&self, id: SessionId, expires_at: Timestamp) {
        let renewed = self.database.run("renew_session", move |transaction| {
            let sql = "UPDATE server_sessions SET expires_at_us = :expires_at WHERE token_sha256 = :id";
            transaction.execute(sql, &[("id", &id.0), ("expires_at", &expires_at)])
        });
        if let Err(cause) = renewed.await {
            tracing::warn!(%cause, "a session was used without being renewed");
        }
    }
}

/// Who is signed in, and until when.
fn select(
    transaction: &Transaction<'_>,
    id: SessionId,
    now: Timestamp,
) -> Result<Option<(Account, Timestamp)>, StorageError> {
    let sql = "SELECT account, email, display_name, expires_at_us FROM server_sessions JOIN server_accounts USING (account) \
         WHERE token_sha256 = :id AND expires_at_us > :now";
    let found = transaction.find(sql, &[("id", &id.0), ("now", &now)])?;
    found.map(|row| Ok((Account::from_row(&row)?, row.get("expires_at_us")?))).transpose()
}
