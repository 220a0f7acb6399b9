//! Change a plan: the rest of the month is given back at the old price and billed at the new one.

use super::Outcome;
use crate::errors::Refusal;
use crate::money::prorated;
use crate::months;
use crate::state::{BillingReason, InvoiceLine, Price, Proration, Subscription, SubscriptionStatus, World};

/// What happens to the rest of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProrationBehavior {
    /// It is billed at once.
    AlwaysInvoice,
    /// It is billed with the next month.
    CreateProrations,
    /// It is neither given back nor billed.
    None,
}

/// A change of the price, or of how many are paid for.
pub(crate) struct PlanChange {
    pub price: String,
    pub quantity: i64,
    pub behavior: ProrationBehavior,
}

impl World {
    /// Changes what a subscription is for, and gives the id of the invoice if one was made.
    ///
    /// # Errors
    /// When there is no such subscription, it is over, or the price is none for subscriptions.
    pub(crate) fn change_plan(&mut self, id: &str, change: PlanChange) -> Result<Option<String>, Refusal> {
        let old = self.live_subscription(id)?.clone();
        let price = self.find::<Price>(&change.price)?.clone();
        if !price.is_recurring || !price.is_active {
            let message = format!("The price {} is no active recurring price.", price.id);
            return Err(Refusal::refused("price_not_recurring", message));
        }
        if price.currency != old.currency {
            let message = format!("The price {} is not in the currency of the subscription.", price.id);
            return Err(Refusal::refused("currency_mismatch", message));
        }
        if price.id == old.price && change.quantity == old.quantity {
            return Ok(None);
        }
        self.change::<Subscription>(id, |subscription| {
            subscription.price = change.price;
            subscription.quantity = change.quantity;
        });
        let invoice = match change.behavior {
            ProrationBehavior::None => None,
            ProrationBehavior::CreateProrations => {
                let lines = self.prorations(&old, &price, change.quantity);
                self.change::<Subscription>(id, |subscription| subscription.pending.extend(lines));
                None
            }
            ProrationBehavior::AlwaysInvoice => Some(self.bill_change(&old, &price, change.quantity)?),
        };
        self.tell("customer.subscription.updated", id);
        Ok(invoice)
    }

    fn bill_change(&mut self, old: &Subscription, price: &Price, quantity: i64) -> Result<String, Refusal> {
        let mut lines = old.pending.clone();
        lines.extend(self.prorations(old, price, quantity));
        self.change::<Subscription>(&old.id, |subscription| subscription.pending.clear());
        let outcome = if old.is_card_declined { Outcome::IsDeclined } else { Outcome::Arrives };
        let invoice = self.bill(&old.id, BillingReason::Update, lines, outcome)?;
        let is_owed = self.invoices.get(&invoice).is_some_and(|invoice| invoice.paid_at_s.is_none());
        if is_owed {
            self.change::<Subscription>(&old.id, |subscription| subscription.status = SubscriptionStatus::PastDue);
        }
        Ok(invoice)
    }

    /// The two lines of a change: time that is given back, and time that is billed.
    fn prorations(&mut self, old: &Subscription, price: &Price, quantity: i64) -> Vec<InvoiceLine> {
        let length_s = old.period_end_s - old.period_start_s;
        let left_s = old.period_end_s - self.now_s;
        let old_unit_minor = self.prices.get(&old.price).map_or(0, |price| price.unit_amount_minor);
        let unused_minor = prorated(old_unit_minor.saturating_mul(old.quantity), left_s, length_s);
        let remaining_minor = prorated(price.unit_amount_minor.saturating_mul(quantity), left_s, length_s);
        let after = months::shown(self.now_s);
        let unused = format!("Unused time on {} after {after}", self.name_of_price(&old.price));
        let remaining = format!("Remaining time on {} after {after}", self.name_of_price(&price.id));
        let credited = old.last_debit.clone();
        vec![
            self.proration(old, unused, (old.price.as_str(), old.quantity), -unused_minor, credited),
            self.proration(old, remaining, (price.id.as_str(), quantity), remaining_minor, None),
        ]
    }

    fn proration(
        &mut self,
        subscription: &Subscription,
        description: String,
        (price, quantity): (&str, i64),
        amount_minor: i64,
        credited: Option<(String, String)>,
    ) -> InvoiceLine {
        InvoiceLine {
            id: self.ids.object("il_"),
            description,
            price: price.to_owned(),
            quantity,
            amount_minor,
            // A subscription that was renewed before its time has a period that has not begun.
            period_start_s: self.now_s.clamp(subscription.period_start_s, subscription.period_end_s),
            period_end_s: subscription.period_end_s,
            subscription: subscription.id.clone(),
            subscription_item: subscription.item.clone(),
            proration: Some(Proration { invoice_item: self.ids.object("ii_"), credited }),
        }
    }
}
