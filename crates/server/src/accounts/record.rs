//! An account as it is stored, and how it is found by its address.

use credits::AccountId;
use ledger::StorageError;
use rusqlite::{OptionalExtension, Row, Transaction};
use uuid::Uuid;

use super::Accounts;
use super::email::Email;

/// Who owns credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The account's id, in the ledger as well.
    pub account: AccountId,
    /// Its name at sign-in, in lower case.
    pub email: String,
    /// What the screens call its owner.
    pub display_name: String,
}

impl Account {
    /// Reads the columns `account`, `email`, `display_name`, in that order, from the start of a row.
    pub(super) fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let account = AccountId(Uuid::from_bytes(row.get(0)?));
        Ok(Self { account, email: row.get(1)?, display_name: row.get(2)? })
    }
}

impl From<Account> for wire::Me {
    fn from(account: Account) -> Self {
        Self { account: account.account.0, email: account.email, display_name: account.display_name }
    }
}

/// An account with what its owner's password is compared with.
pub(super) struct Credentials {
    pub account: Account,
    pub password_hash: String,
}

pub(super) fn find_credentials(transaction: &Transaction<'_>, email: &Email) -> rusqlite::Result<Option<Credentials>> {
    transaction
        .prepare_cached("SELECT account, email, display_name, password_hash FROM server_accounts WHERE email = ?1")?
        .query_row([email.as_str()], |row| {
            Ok(Credentials { account: Account::from_row(row)?, password_hash: row.get(3)? })
        })
        .optional()
}

impl Accounts {
    /// The account of that address, for the operator.
    pub async fn by_email(&self, email: &str) -> Result<Option<Account>, StorageError> {
        let Some(email) = Email::new(email) else { return Ok(None) };
        self.database
            .run("account_by_email", move |transaction| {
                Ok(find_credentials(transaction, &email)?.map(|found| found.account))
            })
            .await
    }
}
