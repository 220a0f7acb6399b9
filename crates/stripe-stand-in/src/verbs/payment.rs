//! Pay: a payment is opened, and attempted until it succeeds.

use crate::errors::Refusal;
use crate::state::{Charge, ChargeStatus, Metadata, Method, Payment, PaymentStatus, World};

/// A payment to be opened.
pub(crate) struct NewPayment {
    pub amount_minor: i64,
    pub currency: String,
    pub customer: Option<String>,
    pub metadata: Metadata,
}

/// What becomes of an attempt to pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The money is there.
    Arrives,
    /// It was sent by bank transfer, and will arrive or not.
    IsUnderWay,
    /// The card is declined.
    IsDeclined,
}

impl World {
    /// Opens a payment and gives its id.
    pub(crate) fn open_payment(&mut self, new: NewPayment) -> String {
        let id = self.ids.object("pi_");
        self.payments.insert(Payment {
            id: id.clone(),
            created_s: self.now_s,
            amount_minor: new.amount_minor,
            currency: new.currency,
            customer: new.customer,
            status: PaymentStatus::RequiresPaymentMethod,
            latest_charge: None,
            metadata: new.metadata,
        });
        self.tell("payment_intent.created", &id);
        id
    }

    /// Attempts an open payment.
    pub(crate) fn attempt_payment(&mut self, payment_id: &str, outcome: Outcome) {
        let Some(payment) = self.payments.get(payment_id).cloned() else { return };
        let (status, charge_status, method) = match outcome {
            Outcome::Arrives => (PaymentStatus::Succeeded, ChargeStatus::Succeeded, Method::Card),
            Outcome::IsUnderWay => (PaymentStatus::Processing, ChargeStatus::Pending, Method::BankTransfer),
            Outcome::IsDeclined => (PaymentStatus::RequiresPaymentMethod, ChargeStatus::Failed, Method::Card),
        };
        let charge = self.ids.object("ch_");
        self.charges.insert(Charge {
            id: charge.clone(),
            created_s: self.now_s,
            payment: payment_id.to_owned(),
            amount_minor: payment.amount_minor,
            refunded_minor: 0,
            currency: payment.currency,
            customer: payment.customer,
            status: charge_status,
            method,
            is_disputed: false,
            metadata: payment.metadata,
        });
        self.change::<Payment>(payment_id, |payment| {
            payment.status = status;
            payment.latest_charge = Some(charge.clone());
        });
        self.tell_of_charge(payment_id, &charge, charge_status);
    }

    /// Ends a payment that is under way: the transfer arrives, or it does not.
    pub(crate) fn end_transfer(&mut self, payment_id: &str, arrives: bool) {
        let latest = self.payments.get(payment_id).and_then(|payment| payment.latest_charge.clone());
        let Some(charge) = latest else { return };
        let (status, charge_status) = if arrives {
            (PaymentStatus::Succeeded, ChargeStatus::Succeeded)
        } else {
            (PaymentStatus::RequiresPaymentMethod, ChargeStatus::Failed)
        };
        self.change::<Payment>(payment_id, |payment| payment.status = status);
        self.change::<Charge>(&charge, |charge| charge.status = charge_status);
        self.tell_of_charge(payment_id, &charge, charge_status);
    }

    /// The charge that is meant by its own id, or by that of its payment.
    ///
    /// # Errors
    /// When there is neither, or the payment was never attempted.
    pub(crate) fn charge_of(&self, charge_or_payment: &str) -> Result<&Charge, Refusal> {
        if charge_or_payment.starts_with("pi_") {
            let payment = self.find::<Payment>(charge_or_payment)?;
            let no_charge = || {
                let message = format!("This payment ({charge_or_payment}) does not have a charge.");
                Refusal::refused("payment_intent_unexpected_state", message)
            };
            let charge = payment.latest_charge.as_ref().ok_or_else(no_charge)?;
            return self.find::<Charge>(charge);
        }
        self.find::<Charge>(charge_or_payment)
    }

    fn tell_of_charge(&mut self, payment: &str, charge: &str, status: ChargeStatus) {
        let (of_charge, of_payment) = match status {
            ChargeStatus::Succeeded => ("charge.succeeded", "payment_intent.succeeded"),
            ChargeStatus::Pending => ("charge.pending", "payment_intent.processing"),
            ChargeStatus::Failed => ("charge.failed", "payment_intent.payment_failed"),
        };
        self.tell(of_charge, charge);
        self.tell(of_payment, payment);
    }
}
