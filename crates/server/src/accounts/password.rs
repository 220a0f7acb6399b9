//! Passwords: argon2id, on threads made for waiting, a few at a time because each takes 19 MiB.

use std::sync::Arc;
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use ledger::Ids;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many passwords are hashed at once: the memory that signing in may take is this times 19 MiB.
const AT_ONCE: usize = 4;

/// How long a caller waits for its turn before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// Hashes and compares passwords.
#[derive(Clone)]
pub(super) struct Passwords {
    turns: Arc<Semaphore>,
}

/// Why a password was neither hashed nor compared.
#[derive(Debug, thiserror::Error)]
pub(super) enum PasswordError {
    #[error("the password queue is full")]
    Busy,
    #[error("hashing failed: {0}")]
    Fault(String),
}

impl Passwords {
    pub fn new() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The hash of a new password.
    pub async fn hash(&self, password: String, ids: &Ids) -> Result<String, PasswordError> {
        let salt: [u8; 16] = ids.bytes();
        self.on_a_turn(move || hash_with(&password, &salt)).await?
    }

    /// Whether the password is the one that was hashed. Without a hash the same work is done and the answer is no, so that an
    /// unknown address takes as long as a wrong password.
    pub async fn is_correct(&self, password: String, hash: Option<String>) -> Result<bool, PasswordError> {
        self.on_a_turn(move || match hash {
            Some(hash) => Ok(Argon2::default().verify_password(password.as_bytes(), hash.as_str()).is_ok()),
            None => hash_with(&password, &[0; 16]).map(|_| false),
        })
        .await?
    }

    async fn on_a_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let turn = self.turn().await?;
        tokio::task::spawn_blocking(move || {
            let _until_done = turn;
            work()
        })
        .await
        .map_err(|error| PasswordError::Fault(error.to_string()))
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, PasswordError> {
        match tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) | Err(_) => Err(PasswordError::Busy),
        }
    }
}

fn hash_with(password: &str, salt: &[u8]) -> Result<String, PasswordError> {
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|error| PasswordError::Fault(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_only_itself() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse".to_owned(), &Ids::seeded(1)).await.unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        let check =
            async |password: &str, hash: Option<String>| passwords.is_correct(password.to_owned(), hash).await.unwrap();
        assert!(check("correct horse", Some(hash.clone())).await);
        assert!(!check("Correct horse", Some(hash.clone())).await);
        assert!(!check("", Some(hash)).await);
        assert!(!check("correct horse", None).await);
        assert!(!check("correct horse", Some("not a hash".to_owned())).await);
    }

    #[tokio::test]
    async fn two_accounts_with_one_password_have_two_hashes() {
        let (passwords, ids) = (Passwords::new(), Ids::seeded(1));
        let one = passwords.hash("correct horse".to_owned(), &ids).await.unwrap();
        let other = passwords.hash("correct horse".to_owned(), &ids).await.unwrap();
        assert_ne!(one, other);
    }
}
