//! An account as it is stored, and how it is found by its address.

use credits::AccountId;
use ledger::StorageError;
use ledger::database::{Row, Transaction};

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
    /// Reads the columns `account`, `email` and `display_name`.
    pub(super) fn from_row(row: &Row) -> Result<Self, StorageError> {
        Ok(Self { account: row.get("account")?, email: row.get("email")?, display_name: row.get("display_name")? })
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

pub(super) fn find_credentials(
    transaction: &Transaction<'_>,
    email: &Email,
) -> Result<Option<Credentials>, StorageError> {
    let sql = "SELECT account, email, display_name, password_hash FROM server_accounts WHERE email = :email";
    let found = transaction.find(sql, &[("email", &email.as_str())])?;
    let credentials =
        |row: Row| Ok(Credentials { account: Account::from_row(&row)?, password_hash: row.get("password_hash")? });
    found.map(credentials).transpose()
}

impl Accounts {
    /// The account of that address, for the operator.
    pub async fn by_email(&self, email: &str) -> Result<Option<Account>, StorageError> {
        let Some(email) = Email::new(email) else { return Ok(None) };
        self.database
            .read("account_by_email", move |transaction| {
                Ok(find_credentials(transaction, &email)?.map(|found| found.account))
            })
            .await
    }
}
