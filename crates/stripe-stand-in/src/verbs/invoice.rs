//! Bill: an invoice is opened, and its payment attempted until it is paid or given up.

use super::{NewPayment, Outcome};
use crate::errors::Refusal;
use crate::state::{
    BillingReason, Customer, Invoice, InvoiceLine, InvoicePayment, InvoicePaymentStatus, InvoiceStatus, Metadata,
    Subscription, SubscriptionStatus, World,
};

impl World {
    /// Bills lines for a subscription, attempts to be paid, and gives the invoice's id. What the customer has left from earlier
    /// invoices is used first; what is given back is left for later ones.
    ///
    /// # Errors
    /// When there is no such subscription, or its customer is missing.
    pub(crate) fn bill(
        &mut self,
        subscription: &str,
        reason: BillingReason,
        lines: Vec<InvoiceLine>,
        outcome: Outcome,
    ) -> Result<String, Refusal> {
        let subscription = self.find::<Subscription>(subscription)?.clone();
        let customer = self.find::<Customer>(&subscription.customer)?.clone();
        let total_minor = lines.iter().fold(0_i64, |total, line| total.saturating_add(line.amount_minor));
        let used_minor = total_minor.clamp(0, customer.balance_minor.saturating_neg().max(0));
        let due_minor = total_minor.max(0).saturating_sub(used_minor);
        let ending_balance_minor = customer.balance_minor.saturating_add(used_minor).saturating_add(total_minor.min(0));
        let id = self.ids.object("in_");
        if let Some(debit) = lines.iter().rfind(|line| line.amount_minor >= 0) {
            let debit = (id.clone(), debit.id.clone());
            self.change::<Subscription>(&subscription.id, |subscription| subscription.last_debit = Some(debit));
        }
        self.invoices.insert(Invoice {
            id: id.clone(),
            created_s: self.now_s,
            number: format!("STANDIN-{:04}", self.invoices.len() + 1),
            customer: customer.id.clone(),
            subscription: subscription.id.clone(),
            subscription_metadata: subscription.metadata,
            currency: subscription.currency.clone(),
            reason,
            status: InvoiceStatus::Open,
            lines,
            total_minor,
            starting_balance_minor: customer.balance_minor,
            ending_balance_minor,
            due_minor,
            paid_minor: 0,
            payment: None,
            attempts: 0,
            period_start_s: subscription.period_start_s,
            period_end_s: subscription.period_end_s,
            paid_at_s: None,
            voided_at_s: None,
            given_up_at_s: None,
        });
        self.change::<Customer>(&customer.id, |customer| customer.balance_minor = ending_balance_minor);
        self.change::<Subscription>(&subscription.id, |subscription| subscription.latest_invoice = Some(id.clone()));
        self.tell_all(&["invoice.created", "invoice.finalized"], &id);
        if due_minor == 0 {
            self.mark_paid(&id);
        } else {
            self.open_invoice_payment(&id, due_minor, subscription.currency, customer.id);
            self.attempt_invoice(&id, outcome);
        }
        Ok(id)
    }

    /// Attempts to be paid for an open invoice again, this time with success. The subscription is active again.
    ///
    /// # Errors
    /// When there is no such invoice, or it is not open.
    pub(crate) fn retry_invoice(&mut self, id: &str) -> Result<(), Refusal> {
        let subscription = self.open_invoice(id)?.subscription.clone();
        self.attempt_invoice(id, Outcome::Arrives);
        self.revive(&subscription);
        Ok(())
    }

    /// Nobody tries to be paid for an open invoice any more. The subscription is `unpaid`.
    ///
    /// # Errors
    /// When there is no such invoice, or it is not open.
    pub(crate) fn give_up_invoice(&mut self, id: &str) -> Result<(), Refusal> {
        let subscription = self.open_invoice(id)?.subscription.clone();
        let now_s = self.now_s;
        self.change::<Invoice>(id, |invoice| {
            invoice.status = InvoiceStatus::Uncollectible;
            invoice.given_up_at_s = Some(now_s);
        });
        self.tell("invoice.marked_uncollectible", id);
        let is_live = self.subscriptions.get(&subscription).is_some_and(Subscription::is_live);
        if is_live {
            self.set_status(&subscription, SubscriptionStatus::Unpaid);
        }
        Ok(())
    }

    /// Voids an open invoice: it is as if it had never been. The subscription is active again.
    ///
    /// # Errors
    /// When there is no such invoice, or it is not open.
    pub(crate) fn void_invoice(&mut self, id: &str) -> Result<(), Refusal> {
        let subscription = self.open_invoice(id)?.subscription.clone();
        let now_s = self.now_s;
        self.change::<Invoice>(id, |invoice| {
            invoice.status = InvoiceStatus::Void;
            invoice.voided_at_s = Some(now_s);
        });
        self.change_invoice_payment(id, |payment| payment.status = InvoicePaymentStatus::Canceled);
        self.tell("invoice.voided", id);
        self.revive(&subscription);
        Ok(())
    }

    /// The transfer for an open invoice arrived or failed; the payment itself has been told of.
    pub(crate) fn end_invoice_transfer(&mut self, id: &str, arrives: bool) {
        if arrives {
            self.mark_paid(id);
            return;
        }
        self.tell("invoice.payment_failed", id);
        let subscription = self.invoices.get(id).map(|invoice| invoice.subscription.clone()).unwrap_or_default();
        if self.subscriptions.get(&subscription).is_some_and(Subscription::is_live) {
            self.set_status(&subscription, SubscriptionStatus::PastDue);
        }
    }

    fn open_invoice(&self, id: &str) -> Result<&Invoice, Refusal> {
        let invoice = self.find::<Invoice>(id)?;
        if invoice.status != InvoiceStatus::Open {
            let message = format!("Invoice {id} is {}, and only an open one will do.", invoice.status.as_str());
            return Err(Refusal::refused("invoice_not_open", message));
        }
        Ok(invoice)
    }

    fn open_invoice_payment(&mut self, invoice: &str, due_minor: i64, currency: String, customer: String) {
        let payment = self.open_payment(NewPayment {
            amount_minor: due_minor,
            currency: currency.clone(),
            customer: Some(customer),
            metadata: Metadata::new(),
        });
        let id = self.ids.object("inpay_");
        self.invoice_payments.insert(InvoicePayment {
            id,
            created_s: self.now_s,
            invoice: invoice.to_owned(),
            payment: payment.clone(),
            amount_minor: due_minor,
            currency,
            status: InvoicePaymentStatus::Open,
            paid_at_s: None,
        });
        self.change::<Invoice>(invoice, |invoice| invoice.payment = Some(payment));
    }

    fn attempt_invoice(&mut self, id: &str, outcome: Outcome) {
        let Some(payment) = self.invoices.get(id).and_then(|invoice| invoice.payment.clone()) else { return };
        self.change::<Invoice>(id, |invoice| invoice.attempts += 1);
        self.attempt_payment(&payment, outcome);
        match outcome {
            Outcome::Arrives => self.mark_paid(id),
            Outcome::IsUnderWay => {}
            Outcome::IsDeclined => self.tell("invoice.payment_failed", id),
        }
    }

    fn mark_paid(&mut self, id: &str) {
        let now_s = self.now_s;
        self.change::<Invoice>(id, |invoice| {
            invoice.status = InvoiceStatus::Paid;
            invoice.paid_minor = invoice.due_minor;
            invoice.paid_at_s = Some(now_s);
        });
        self.change_invoice_payment(id, |payment| {
            payment.status = InvoicePaymentStatus::Paid;
            payment.paid_at_s = Some(now_s);
        });
        self.tell_all(&["invoice.paid", "invoice.payment_succeeded"], id);
    }

    fn change_invoice_payment(&mut self, invoice: &str, change: impl FnOnce(&mut InvoicePayment)) {
        let found = self.invoice_payments.iter().rfind(|payment| payment.invoice == invoice);
        if let Some(id) = found.map(|payment| payment.id.clone()) {
            self.change::<InvoicePayment>(&id, change);
        }
    }

    /// Makes a subscription that waits for its money active again, unless it is owed more.
    fn revive(&mut self, subscription: &str) {
        let is_owed = |invoice: &Invoice| invoice.subscription == subscription && invoice.status == InvoiceStatus::Open;
        let waits = self.subscriptions.get(subscription).is_some_and(|subscription| {
            matches!(subscription.status, SubscriptionStatus::PastDue | SubscriptionStatus::Unpaid)
        });
        if waits && !self.invoices.iter().any(is_owed) {
            self.change::<Subscription>(subscription, |subscription| subscription.is_card_declined = false);
            self.set_status(subscription, SubscriptionStatus::Active);
        }
    }
}
