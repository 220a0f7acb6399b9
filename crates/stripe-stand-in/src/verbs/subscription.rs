//! Subscribe: a subscription begins with a checkout, is renewed every month, and ends at once or with the month.

use super::Outcome;
use crate::errors::Refusal;
use crate::months::months_after;
use crate::state::{BillingReason, InvoiceLine, Session, Subscription, SubscriptionStatus, World};

impl World {
    /// Begins the subscription that a session is for, and gives its id and that of its first invoice.
    ///
    /// # Errors
    /// When the session has no line.
    pub(super) fn begin_subscription(
        &mut self,
        session: &Session,
        customer: &str,
        outcome: Outcome,
    ) -> Result<(String, String), Refusal> {
        let line = session.lines.first().ok_or_else(|| {
            Refusal::refused("parameter_missing", "A session for a subscription needs a line with a recurring price.")
        })?;
        let id = self.ids.object("sub_");
        let period_end_s = months_after(self.now_s, 1);
        let subscription = Subscription {
            id: id.clone(),
            created_s: self.now_s,
            customer: customer.to_owned(),
            status: SubscriptionStatus::Active,
            metadata: session.subscription_metadata.clone(),
            currency: session.currency.clone(),
            item: self.ids.object("si_"),
            price: line.price.clone(),
            quantity: line.quantity,
            anchor_s: self.now_s,
            periods: 1,
            period_start_s: self.now_s,
            period_end_s,
            is_cancel_at_period_end: false,
            canceled_at_s: None,
            ended_at_s: None,
            latest_invoice: None,
            last_debit: None,
            pending: Vec::new(),
            is_card_declined: false,
        };
        let first = self.line_of_period(&subscription);
        self.subscriptions.insert(subscription);
        self.agenda.insert((period_end_s, id.clone()));
        let invoice = self.bill(&id, BillingReason::Create, vec![first], outcome)?;
        self.tell("customer.subscription.created", &id);
        Ok((id, invoice))
    }

    /// Begins the next month of a subscription, whatever the clock says, and bills it; gives the invoice's id.
    ///
    /// # Errors
    /// When there is no such subscription, it is over, or it ends with this month.
    pub(crate) fn renew(&mut self, id: &str, outcome: Outcome) -> Result<String, Refusal> {
        let subscription = self.live_subscription(id)?;
        if subscription.is_cancel_at_period_end {
            let message = format!("Subscription {id} ends with its period and is not renewed.");
            return Err(Refusal::refused("subscription_ends", message));
        }
        self.begin_next_period(id);
        let subscription = self.find::<Subscription>(id)?.clone();
        let mut lines = subscription.pending.clone();
        lines.push(self.line_of_period(&subscription));
        self.change::<Subscription>(id, |subscription| subscription.pending.clear());
        let invoice = self.bill(id, BillingReason::Cycle, lines, outcome)?;
        // What costs nothing needs no card.
        let is_declined = outcome == Outcome::IsDeclined
            && self.invoices.get(&invoice).is_some_and(|invoice| invoice.paid_at_s.is_none());
        let status = if is_declined { SubscriptionStatus::PastDue } else { SubscriptionStatus::Active };
        self.change::<Subscription>(id, |subscription| subscription.is_card_declined = is_declined);
        self.set_status(id, status);
        Ok(invoice)
    }

    /// Moves a subscription to its next period, without billing it.
    pub(super) fn begin_next_period(&mut self, id: &str) {
        let mut end_s = None;
        self.change::<Subscription>(id, |subscription| {
            subscription.periods += 1;
            subscription.period_start_s = subscription.period_end_s;
            subscription.period_end_s = months_after(subscription.anchor_s, subscription.periods);
            end_s = Some(subscription.period_end_s);
        });
        if let Some(end_s) = end_s {
            self.agenda.insert((end_s, id.to_owned()));
        }
    }

    /// Says that a subscription ends with its period, or that it does not after all.
    ///
    /// # Errors
    /// When there is no such subscription, or it is over.
    pub(crate) fn cancel_at_period_end(&mut self, id: &str, is_to_end: bool) -> Result<(), Refusal> {
        self.live_subscription(id)?;
        let now_s = self.now_s;
        self.change::<Subscription>(id, |subscription| {
            // Who says it twice said it the first time.
            let since_s = subscription.canceled_at_s.filter(|_| subscription.is_cancel_at_period_end);
            subscription.canceled_at_s = is_to_end.then(|| since_s.unwrap_or(now_s));
            subscription.is_cancel_at_period_end = is_to_end;
        });
        self.tell("customer.subscription.updated", id);
        Ok(())
    }

    /// Ends a subscription at once. Nothing is given back.
    ///
    /// # Errors
    /// When there is no such subscription, or it is over.
    pub(crate) fn cancel_now(&mut self, id: &str) -> Result<(), Refusal> {
        self.live_subscription(id)?;
        let now_s = self.now_s;
        self.change::<Subscription>(id, |subscription| {
            subscription.status = SubscriptionStatus::Canceled;
            subscription.canceled_at_s.get_or_insert(now_s);
            subscription.ended_at_s = Some(now_s);
            subscription.pending.clear();
        });
        self.tell("customer.subscription.deleted", id);
        Ok(())
    }

    /// Sets a status and tells of it.
    pub(super) fn set_status(&mut self, id: &str, status: SubscriptionStatus) {
        self.change::<Subscription>(id, |subscription| subscription.status = status);
        self.tell("customer.subscription.updated", id);
    }

    /// A subscription that is not over. Stripe says of the others that they do not exist.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn live_subscription(&self, id: &str) -> Result<&Subscription, Refusal> {
        let subscription = self.find::<Subscription>(id)?;
        if !subscription.is_live() {
            return Err(Refusal::Missing { kind: "subscription", id: id.to_owned() });
        }
        Ok(subscription)
    }

    /// The line for the whole of the present period.
    fn line_of_period(&mut self, subscription: &Subscription) -> InvoiceLine {
        let unit_amount_minor = self.prices.get(&subscription.price).map_or(0, |price| price.unit_amount_minor);
        let quantity = subscription.quantity;
        InvoiceLine {
            id: self.ids.object("il_"),
            description: format!("{quantity} × {}", self.name_of_price(&subscription.price)),
            price: subscription.price.clone(),
            quantity,
            amount_minor: unit_amount_minor.saturating_mul(quantity),
            period_start_s: subscription.period_start_s,
            period_end_s: subscription.period_end_s,
            subscription: subscription.id.clone(),
            subscription_item: subscription.item.clone(),
            proration: None,
        }
    }

    /// What people call a price: the name of its product.
    pub(crate) fn name_of_price(&self, price: &str) -> &str {
        let product = self.prices.get(price).and_then(|price| self.products.get(&price.product));
        product.map_or("a product", |product| product.name.as_str())
    }
}
