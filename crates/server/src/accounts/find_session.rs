//! Whose session it is, and its life moves on while it is used.

use credits::Timestamp;
use ledger::StorageError;
use rusqlite::{OptionalExtension, Transaction};

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
        let found = self.database.run("find_session", move |transaction| select(transaction, id, now.0)).await?;
        let Some((account, expires_at_us)) = found else { return Ok(None) };
        let expires_at = now.after(self.session_lifetime);
        let renew_below = expires_at.before(self.session_lifetime / RENEWED_AFTER_PARTS);
        if expires_at_us < renew_below.0 {
            self.renew(id, expires_at).await;
        }
        Ok(Some(Session { id, account }))
    }

    /// Moves a session's end on. A full disk must not keep anybody from reading: what fails is tried again by the next request.
    async fn renew(&self, id: SessionId, expires_at: Timestamp) {
        let renewed = self.database.run("renew_session", move |transaction| {
            transaction
                .prepare_cached("UPDATE server_sessions SET expires_at_us = ?2 WHERE token_sha256 = ?1")?
                .execute((id.0, expires_at.0))?;
            Ok::<_, StorageError>(())
        });
        if let Err(cause) = renewed.await {
            tracing::warn!(%cause, "a session was used without being renewed");
        }
    }
}

fn select(transaction: &Transaction<'_>, id: SessionId, now_us: i64) -> Result<Option<(Account, i64)>, StorageError> {
    let found = transaction
        .prepare_cached(
            "SELECT account, email, display_name, expires_at_us FROM server_sessions JOIN server_accounts USING (account) \
             WHERE token_sha256 = ?1 AND expires_at_us > ?2",
        )?
        .query_row((id.0, now_us), |row| Ok((Account::from_row(row)?, row.get(3)?)))
        .optional()?;
    Ok(found)
}
