//! Credit a purchase: write it down, deposit it, mark it. Whatever half of this survives a crash, the next attempt ends in the same deposit.

use ledger::StorageError;
use ledger::verbs::Deposit;

use crate::purchase::{self, Purchase};
use crate::{Applied, Billing, BillingError};

impl Billing {
    /// Deposits a purchase, if it was not before.
    pub(crate) async fn credit(&self, wanted: Purchase) -> Result<Applied, BillingError> {
        let at = self.clock.now();
        let purchase =
            self.database.run("billing_record_purchase", move |tx| purchase::find_or_insert(tx, &wanted, at)).await?;
        if purchase.is_credited {
            return Ok(Applied::Nothing);
        }
        let deposit = Deposit {
            key: purchase.deposit_key.clone(),
            amount: purchase.credits,
            source: purchase.kind.source(),
            note: purchase.note.clone(),
            expires_at: purchase.expires_at,
        };
        let verdict = self.ledger.deposit(purchase.account, deposit).await?;
        if !verdict.is_replay {
            let Purchase { account, checkout, deposit_key, credits, .. } = &purchase;
            tracing::info!(%account, %checkout, paid_by = %deposit_key, amount_credits = credits.get(), "credits bought");
        }
        let applied = if verdict.is_replay { Applied::Nothing } else { Applied::Credited(purchase.credits) };
        self.mark_purchase(purchase).await;
        Ok(applied)
    }

    /// Writes down that a purchase was credited. When that fails the credits are there all the same, and whoever asks next comes to the
    /// same deposit and writes it down then: a failure to be logged, not one to frighten a buyer with.
    async fn mark_purchase(&self, purchase: Purchase) {
        let (at, checkout) = (self.clock.now(), purchase.checkout);
        let marked: Result<(), StorageError> =
            self.database.run("billing_mark_purchase", move |tx| purchase::mark_credited(tx, &purchase, at)).await;
        if let Err(cause) = marked {
            tracing::warn!(%checkout, %cause, "credits were deposited, but their purchase could not be marked");
        }
    }
}
