//! Who does what operators ask for.

use billing::Billing;
use credits::AccountId;
use ledger::{Ledger, StorageError};
use server::App;

use super::{Answer, Request};

/// Does what operators ask for, on an opened house.
#[derive(Clone)]
pub struct Desk {
    /// Knows accounts by their e-mail address, and the keys of other servers.
    pub app: App,
    /// Knows their credits.
    pub ledger: Ledger,
    /// Knows what is paid.
    pub billing: Billing,
}

/// Whom an e-mail address belongs to.
pub(super) struct Owner {
    pub account: AccountId,
    pub email: String,
    pub display_name: String,
}

impl Desk {
    /// Does what is asked.
    pub async fn answer(&self, request: Request) -> Answer {
        match request {
            Request::Grant(grant) => self.grant(grant).await,
            Request::Show(show) => self.show(show).await,
            Request::KeyCreate(create) => self.key_create(create).await,
            Request::KeyList => self.key_list().await,
            Request::KeyRevoke(revoke) => self.key_revoke(revoke).await,
            Request::BillingReconcile(reconcile) => self.billing_reconcile(reconcile).await,
            Request::BillingProblems => self.billing_problems().await,
            Request::BillingRetry(retry) => self.billing_retry(retry).await,
            Request::BillingDismiss(dismiss) => self.billing_dismiss(dismiss).await,
        }
    }

    pub(super) async fn owner(&self, email: &str) -> Result<Owner, Answer> {
        match self.app.account_by_email(email).await {
            Ok(Some(found)) => {
                Ok(Owner { account: found.account, email: found.email, display_name: found.display_name })
            }
            Ok(None) => Err(Answer::Refused(format!("no account has the e-mail address {email}"))),
            Err(error) => Err(unavailable(&error)),
        }
    }
}

/// Storage is in the way: the cause is for the log, the sentence for whoever asked.
pub(super) fn unavailable(error: &StorageError) -> Answer {
    tracing::error!(cause = %error, "an operator's command was not done");
    Answer::Unavailable(error.sentence().to_owned())
}
