//! Money went back, or came again: take as large a part of the purchase's credits out of the account, or put it in again.
//!
//! What the gateway says *now* is compared with what was taken back so far, and only the difference is done. So it does not matter whether a
//! refund is told once, twice or never, before a dispute or after it.

use credits::{Credits, IdempotencyKey};
use ledger::verbs::{Reinstate, Reverse};

use crate::purchase::{self, Purchase};
use crate::{Applied, Billing, BillingError, Payment, PaymentId};

/// How often a purchase is read again because somebody else was at it. Each time something has happened, so that a few are plenty.
const ROUNDS_MAX: u32 = 20;

impl Billing {
    /// Somebody says that money of a payment went back, or came again. The gateway is asked how much has gone back in all.
    ///
    /// # Errors
    /// When the payment paid for nothing of ours, or gateway, ledger or store is out of reach.
    pub async fn payment_returned(&self, id: &PaymentId) -> Result<Applied, BillingError> {
        let mut purchases = self.purchases_of(id).await?;
        if purchases.is_empty() {
            // Money may go back before anybody told us that it came.
            if let Some(paid) = self.gateway.paid_by(id).await? {
                Box::pin(self.apply(&paid)).await?;
                purchases = self.purchases_of(id).await?;
            }
        }
        if purchases.is_empty() {
            return self.nothing_returned(id).await;
        }
        let mut applied = Applied::Nothing;
        for found in purchases {
            applied = applied.or(self.return_credits(id, found).await?);
        }
        Ok(applied)
    }

    async fn purchases_of(&self, id: &PaymentId) -> Result<Vec<Purchase>, BillingError> {
        let (gateway, id) = (self.gateway.name(), id.clone());
        let found = self
            .database
            .read("billing_find_by_payment", move |tx| purchase::find_by_payment(tx, gateway, &id))
            .await?;
        Ok(found)
    }

    /// A payment that paid for nothing of ours is none of our business while nothing of it went back.
    async fn nothing_returned(&self, id: &PaymentId) -> Result<Applied, BillingError> {
        match self.gateway.find_payment(id).await? {
            Some(Payment { returned_minor: 0, .. }) => Ok(Applied::Nothing),
            Some(_) | None => Err(BillingError::UnknownPayment(id.clone())),
        }
    }

    /// Brings what was taken back of one purchase to what it must be.
    async fn return_credits(&self, id: &PaymentId, mut found: Purchase) -> Result<Applied, BillingError> {
        let mut applied = Applied::Nothing;
        if !found.is_credited {
            // Whoever wrote it down has not come to its deposit yet, or never will.
            self.credit(found.clone()).await?;
        }
        for _ in 0..ROUNDS_MAX {
            match found.returns.under_way {
                Some(wanted) => applied = applied.or(self.finish_return(&found, wanted).await?),
                None => {
                    let payment = self.gateway.find_payment(id).await?;
                    let payment = payment.ok_or_else(|| BillingError::UnknownPayment(id.clone()))?;
                    let wanted = returned_credits(&found, &payment);
                    if wanted == found.returns.credits {
                        return Ok(applied);
                    }
                    let begun = found.clone();
                    self.database
                        .run("billing_begin_return", move |tx| purchase::begin_return(tx, &begun, wanted))
                        .await?;
                }
            }
            let (account, key) = (found.account, found.deposit_key.clone());
            let again =
                self.database.read("billing_find_purchase", move |tx| purchase::find(tx, account, &key)).await?;
            found = again.ok_or_else(|| BillingError::UnknownPayment(id.clone()))?;
        }
        Err(BillingError::GatewayUnavailable(format!("payment {id} changes faster than it can be followed")))
    }

    /// Has the ledger do what is under way, and writes down that it did.
    async fn finish_return(&self, found: &Purchase, wanted: Credits) -> Result<Applied, BillingError> {
        let (account, deposit, before) = (found.account, found.deposit_key.clone(), found.returns.credits);
        let key = IdempotencyKey::new(format!("return:{}:{deposit}", found.returns.times))
            .map_err(|error| ledger::StorageError::damaged(format!("the key of {deposit} is too long: {error}")))?;
        let note = format!("checkout {}", found.checkout);
        let (more, less) = (wanted.get() > before.get(), wanted.get() < before.get());
        let out_of_range = |error| ledger::StorageError::damaged(format!("what was taken back of {deposit}: {error}"));
        let applied = if more {
            let amount = wanted.minus(before).map_err(out_of_range)?;
            let reverse = Reverse { key, deposit: deposit.clone(), amount, note: format!("money went back ({note})") };
            self.ledger.reverse(account, reverse).await?;
            Applied::Reversed(amount)
        } else if less {
            let amount = before.minus(wanted).map_err(out_of_range)?;
            let reinstate =
                Reinstate { key, deposit: deposit.clone(), amount, note: format!("money came again ({note})") };
            self.ledger.reinstate(account, reinstate).await?;
            Applied::Reinstated(amount)
        } else {
            Applied::Nothing
        };
        tracing::info!(%account, purchase = %found.deposit_key, returned_credits = wanted.get(), "money moved back or again");
        let done = found.clone();
        self.database.run("billing_finish_return", move |tx| purchase::finish_return(tx, &done)).await?;
        Ok(applied)
    }
}

/// How many of a purchase's credits are taken back when so much of its money is: as large a part of what was paid for as the money is of what
/// it cost, rounded down; all of them when all of the cost went back, and never more than were deposited. What it cost may have been paid in
/// part by money that the gateway kept from before, which does not go back with a card's.
fn returned_credits(found: &Purchase, payment: &Payment) -> Credits {
    let (bought, returned_minor) = (found.credits, payment.returned_minor);
    if returned_minor == 0 {
        return Credits::ZERO;
    }
    if returned_minor >= found.cost_minor {
        return bought;
    }
    let part = i128::from(found.worth_credits.max(0)) * i128::from(returned_minor) / i128::from(found.cost_minor);
    // A part of what is in range is in range.
    i64::try_from(part).ok().and_then(|part| Credits::new(part).ok()).map_or(bought, |part| part.min(bought))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ProductKind;
    use crate::purchase::Returns;

    fn purchase(worth_credits: i64, credits: i64, cost_minor: u64) -> Purchase {
        Purchase {
            account: credits::AccountId(Uuid::nil()),
            deposit_key: IdempotencyKey::new("in_1").unwrap(),
            gateway: "stripe".to_owned(),
            kind: ProductKind::Plan,
            checkout: Uuid::nil(),
            worth_credits,
            uses_kept_money: false,
            credits: Credits::new(credits).unwrap(),
            cost_minor,
            note: String::new(),
            expires_at: None,
            payment: None,
            is_credited: true,
            returns: Returns::default(),
        }
    }

    #[test]
    fn as_large_a_part_of_the_credits_goes_back_as_of_the_money() {
        let rows = [
            ((300, 300, 1_500), 1_500, 0, 0),
            ((300, 300, 1_500), 1_500, 1_500, 300),
            ((300, 300, 1_500), 1_500, 750, 150),
            ((300, 300, 1_500), 1_500, 1, 0),
            ((300, 300, 1_500), 1_500, 1_499, 299),
            ((300, 300, 1_500), 1_500, 1_600, 300),
            ((0, 0, 1_500), 1_500, 1_500, 0),
            ((1, 1, 100), 100, 99, 0),
            // 4000 of 5900 were paid by what was kept from before: of the card's 1900 come back what they paid for.
            ((1_800, 1_800, 5_900), 1_900, 1_900, 579),
            // What was kept back from the deposit is not taken a second time.
            ((1_800, 500, 5_900), 1_900, 1_900, 500),
            ((-650, 0, 0), 0, 0, 0),
        ];
        for ((worth, credits, cost_minor), amount_minor, returned_minor, expected) in rows {
            let payment = Payment { id: PaymentId::new("pi_1").unwrap(), amount_minor, returned_minor };
            let returned = returned_credits(&purchase(worth, credits, cost_minor), &payment);
            assert_eq!(returned.get(), expected, "{returned_minor} of {cost_minor} for {worth}");
        }
    }
}
