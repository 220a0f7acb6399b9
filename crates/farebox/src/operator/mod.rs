//! What the operator's commands ask for and are answered: the same whether a server runs or not.

mod billing_problems;
mod billing_reconcile;
mod billing_retry;
mod call;
mod desk;
mod grant;
mod key_create;
mod key_list;
mod key_revoke;
mod show;
mod socket;

pub use billing_problems::BillingProblems;
pub use billing_reconcile::{BillingReconcile, BillingReconciled};
pub use billing_retry::{BillingDismiss, BillingRetried, BillingRetry};
pub use call::call;
pub use desk::Desk;
pub use grant::{Grant, Granted, check_amount, check_key, check_reason};
pub use key_create::{KeyCreate, KeyCreated, check_name};
pub use key_list::{KeysListed, ShownKey};
pub use key_revoke::KeyRevoke;
pub use show::{Show, Shown};
pub use socket::AdminSocket;

use serde::{Deserialize, Serialize};

/// One request, one line of JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Give credits.
    Grant(Grant),
    /// Look into an account.
    Show(Show),
    /// Make a key for another server.
    KeyCreate(KeyCreate),
    /// Name the keys that were made.
    KeyList,
    /// End a key.
    KeyRevoke(KeyRevoke),
    /// Compare with what the payment gateway lists.
    BillingReconcile(BillingReconcile),
    /// Name what about payments needs a person.
    BillingProblems,
    /// Try something again that was told about payments.
    BillingRetry(BillingRetry),
    /// Set something aside that needed a person.
    BillingDismiss(BillingDismiss),
}

/// One answer, one line of JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// The credits are there.
    Granted(Granted),
    /// What there is to see.
    Shown(Shown),
    /// The key is there.
    KeyCreated(KeyCreated),
    /// The keys that were made.
    KeysListed(KeysListed),
    /// The key is valid no more.
    KeyRevoked(ShownKey),
    /// It was compared.
    BillingReconciled(BillingReconciled),
    /// What needs a person.
    BillingProblems(BillingProblems),
    /// It was tried again.
    BillingRetried(BillingRetried),
    /// It is set aside.
    BillingDismissed,
    /// The rules say no.
    Refused(String),
    /// Storage is in the way.
    Unavailable(String),
}
