//! How a checkout stands: asked of the gateway itself, so that nobody has to wait for a webhook.

use credits::{AccountId, Credits};
use uuid::Uuid;

use crate::session_paid::Standing;
use crate::{Applied, Billing, BillingError, ReturnPath, record};

/// A checkout of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkout {
    /// Its id.
    pub id: Uuid,
    /// How it stands at this moment.
    pub status: CheckoutStatus,
    /// What it brings, or has brought.
    pub credits: Credits,
    /// What is bought, in words: `Starter Pack`.
    pub name: String,
    /// How many of them.
    pub quantity: u32,
    /// The page to come back to.
    pub return_to: ReturnPath,
    /// True for the one call that put the credits on the account. A webhook may have been faster: then it is never true here.
    pub was_credited_now: bool,
}

/// How a checkout stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckoutStatus {
    /// Not paid yet, or the money is still on its way.
    Open,
    /// Paid, and its credits are on the account.
    Paid,
    /// Over without a payment.
    Expired,
}

impl Billing {
    /// How the account's checkout stands, with its credits deposited if it is paid. `None` when the account has no such checkout,
    /// also when someone else does.
    ///
    /// # Errors
    /// When the paid session does not agree with the order, or gateway, ledger or store is out of reach.
    pub async fn checkout(&self, account: AccountId, id: Uuid) -> Result<Option<Checkout>, BillingError> {
        let found = self.database.read("billing_find_checkout", move |tx| record::find(tx, account, id)).await?;
        let Some(record) = found else { return Ok(None) };
        let Standing { status, applied } = self.standing(&record).await?;
        Ok(Some(Checkout {
            id,
            status,
            credits: record.promise.credits,
            name: record.promise.name,
            quantity: record.order.quantity,
            return_to: record.order.return_to,
            was_credited_now: matches!(applied, Applied::Credited(_)),
        }))
    }
}
