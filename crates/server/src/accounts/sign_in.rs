//! Sign in: a password is compared, and a new session begins.

use credits::{AccountId, Timestamp};
use ledger::StorageError;
use ledger::database::{Parameters, Transaction};

use super::email::Email;
use super::password::PasswordError;
use super::record::find_credentials;
use super::sign_out::delete_session;
use super::{Account, Accounts, SessionId, Token};

/// Why nobody was signed in. An unknown address and a wrong password are one answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignInError {
    #[error("email or password is wrong")]
    WrongEmailOrPassword,
    #[error("too many sign-ins at once")]
    Busy,
    #[error(transparent)]
    Unavailable(#[from] StorageError),
    #[error("{0}")]
    Fault(String),
}

impl From<PasswordError> for SignInError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Busy,
            PasswordError::Fault(cause) => Self::Fault(cause),
        }
    }
}

/// A session to be written.
pub(super) struct NewSession {
    id: SessionId,
    account: AccountId,
    created_at: Timestamp,
    expires_at: Timestamp,
}

impl Accounts {
    /// Begins a session for whoever knows the password; a session that the browser had before is over.
    pub async fn sign_in(
        &self,
        email: &str,
        password: String,
        previous: Option<SessionId>,
    ) -> Result<(Account, Token), SignInError> {
        let found = match Email::new(email) {
            Some(email) => {
                self.database.read("find_credentials", move |transaction| find_credentials(transaction, &email)).await?
            }
            None => None,
        };
        let hash = found.as_ref().map(|found| found.password_hash.clone());
        let is_correct = self.passwords.is_correct(password, hash).await?;
        let Some(found) = found.filter(|_| is_correct) else { return Err(SignInError::WrongEmailOrPassword) };
        let token = Token::new(&self.ids);
        let session = self.new_session(&found.account, &token, self.clock.now());
        self.database.run("sign_in", move |transaction| insert_session(transaction, &session, previous)).await?;
        self.announce_end(previous);
        Ok((found.account, token))
    }

    /// A session that begins now.
    pub(super) fn new_session(&self, account: &Account, token: &Token, now: Timestamp) -> NewSession {
        let expires_at = now.after(self.session_lifetime);
        NewSession { id: token.id(), account: account.account, created_at: now, expires_at }
    }
}

/// Writes a session in place of the browser's previous one. What has expired goes too, so that nothing else need sweep.
pub(super) fn insert_session(
    transaction: &Transaction<'_>,
    session: &NewSession,
    previous: Option<SessionId>,
) -> Result<(), StorageError> {
    let expired = "DELETE FROM server_sessions WHERE expires_at_us <= :now";
    transaction.execute(expired, &[("now", &session.created_at)])?;
    if let Some(previous) = previous {
        delete_session(transaction, previous)?;
    }
    let sql = "INSERT INTO server_sessions (token_sha256, account, created_at_us, expires_at_us) \
         VALUES (:id, :account, :created_at, :expires_at)";
    let new: Parameters<'_> = &[
        ("id", &session.id.0),
        ("account", &session.account),
        ("created_at", &session.created_at),
        ("expires_at", &session.expires_at),
    ];
    transaction.execute(sql, new).map(drop)
}
