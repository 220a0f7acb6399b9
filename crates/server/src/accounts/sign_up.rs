//! Sign up: a new account, and its first session.

use credits::{AccountId, Timestamp};
use ledger::StorageError;
use ledger::database::{Parameters, Transaction};

use super::email::Email;
use super::password::PasswordError;
use super::sign_in::insert_session;
use super::{Account, Accounts, SessionId, Token};

/// The shortest and the longest password, in bytes. The upper limit bounds the work that a stranger can ask for.
const PASSWORD_BYTES: std::ops::RangeInclusive<usize> = 8..=1_024;

/// The longest name for a person, in characters.
const DISPLAY_NAME_CHARACTERS_MAX: usize = 100;

/// What a newcomer gives.
pub(crate) struct NewAccount {
    /// Its name at sign-in.
    pub email: String,
    /// Its secret.
    pub password: String,
    /// What the screens call its owner.
    pub display_name: Option<String>,
}

/// A field of a sign-up that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WrongField {
    #[error("This is not an email address.")]
    Email,
    #[error("A password has at least 8 characters and at most 1,024 bytes.")]
    Password,
    #[error("A name has 1 to 100 characters and no line breaks.")]
    DisplayName,
}

/// Why nobody was signed up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignUpError {
    #[error("{} fields are wrong", .0.len())]
    Invalid(Vec<WrongField>),
    #[error("the address has an account already")]
    EmailTaken,
    #[error("too many sign-ins at once")]
    Busy,
    #[error(transparent)]
    Unavailable(#[from] StorageError),
    #[error("{0}")]
    Fault(String),
}

impl WrongField {
    /// Where it stands in the body.
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::Email => "/email",
            Self::Password => "/password",
            Self::DisplayName => "/display_name",
        }
    }
}

impl From<PasswordError> for SignUpError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy => Self::Busy,
            PasswordError::Fault(cause) => Self::Fault(cause),
        }
    }
}

/// What a newcomer gave, checked.
struct Checked {
    email: Email,
    display_name: String,
}

impl NewAccount {
    /// Everything that is wrong, not only the first thing.
    pub fn wrong_fields(&self) -> Vec<WrongField> {
        let mut wrong = Vec::new();
        if Email::new(&self.email).is_none() {
            wrong.push(WrongField::Email);
        }
        if !PASSWORD_BYTES.contains(&self.password.len()) {
            wrong.push(WrongField::Password);
        }
        if self.display_name.as_deref().is_some_and(|name| display_name(name).is_none()) {
            wrong.push(WrongField::DisplayName);
        }
        wrong
    }

    fn checked(&self) -> Result<Checked, SignUpError> {
        let wrong = self.wrong_fields();
        match Email::new(&self.email) {
            Some(email) if wrong.is_empty() => {
                let display_name = self.display_name.as_deref().and_then(display_name);
                let display_name = display_name.unwrap_or_else(|| email.local().to_owned());
                Ok(Checked { email, display_name })
            }
            Some(_) | None => Err(SignUpError::Invalid(wrong)),
        }
    }
}

fn display_name(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= DISPLAY_NAME_CHARACTERS_MAX;
    (fits && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

impl Accounts {
    /// Makes an account and signs its owner in; a session that the browser had before is over.
    pub async fn sign_up(
        &self,
        newcomer: NewAccount,
        previous: Option<SessionId>,
    ) -> Result<(Account, Token), SignUpError> {
        let Checked { email, display_name } = newcomer.checked()?;
        let password_hash = self.passwords.hash(newcomer.password, &self.ids).await?;
        let now = self.clock.now();
        let account = AccountId(self.ids.uuid_v7(now));
        let account = Account { account, email: email.as_str().to_owned(), display_name };
        let token = Token::new(&self.ids);
        let session = self.new_session(&account, &token, now);
        let inserted = account.clone();
        self.database
            .run("sign_up", move |transaction| {
                insert_account(transaction, &inserted, &password_hash, now)?;
                insert_session(transaction, &session, previous)?;
                Ok::<_, SignUpError>(())
            })
            .await?;
        self.announce_end(previous);
        Ok((account, token))
    }
}

fn insert_account(
    transaction: &Transaction<'_>,
    account: &Account,
    password_hash: &str,
    now: Timestamp,
) -> Result<(), SignUpError> {
    let sql = "INSERT INTO server_accounts (account, created_at_us, email, display_name, password_hash) \
         VALUES (:account, :now, :email, :display_name, :password_hash) ON CONFLICT (email) DO NOTHING";
    let new: Parameters<'_> = &[
        ("account", &account.account),
        ("now", &now),
        ("email", &account.email),
        ("display_name", &account.display_name),
        ("password_hash", &password_hash),
    ];
    match transaction.execute(sql, new)? {
        0 => Err(SignUpError::EmailTaken),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn newcomer(email: &str, password: &str, display_name: Option<&str>) -> NewAccount {
        let display_name = display_name.map(str::to_owned);
        NewAccount { email: email.to_owned(), password: password.to_owned(), display_name }
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = newcomer("nobody", "short", Some("\n")).wrong_fields();
        assert_eq!(wrong, [WrongField::Email, WrongField::Password, WrongField::DisplayName]);
        assert_eq!(newcomer("ada@example.org", "long enough", None).wrong_fields(), []);
    }

    #[test]
    fn the_limits_of_a_password_are_inclusive() {
        for (length, is_taken) in [(7, false), (8, true), (1_024, true), (1_025, false)] {
            let wrong = newcomer("ada@example.org", &"p".repeat(length), None).wrong_fields();
            assert_eq!(wrong.is_empty(), is_taken, "{length}");
        }
    }

    #[test]
    fn a_person_without_a_name_is_called_by_their_address() {
        assert_eq!(newcomer("Ada@example.org", "long enough", None).checked().unwrap().display_name, "ada");
        assert_eq!(newcomer("a@example.org", "long enough", Some(" Ada L ")).checked().unwrap().display_name, "Ada L");
    }
}
