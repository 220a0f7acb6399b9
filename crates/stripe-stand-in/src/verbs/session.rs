//! Check out: a session is opened, and then paid, left, or too old.

use super::{NewPayment, Outcome};
use crate::errors::Refusal;
use crate::state::{
    Metadata, Mode, PaymentStatus, Price, Session, SessionLine, SessionOptions, SessionPayment, SessionStatus, World,
};

/// A session to be opened. Its lines are prices and quantities.
pub(crate) struct NewSession {
    pub mode: Mode,
    pub lines: Vec<(String, i64)>,
    pub expires_at_s: i64,
    pub customer: Option<String>,
    pub customer_email: Option<String>,
    pub client_reference_id: Option<String>,
    pub metadata: Metadata,
    pub payment_metadata: Metadata,
    pub subscription_metadata: Metadata,
    pub success_url: String,
    pub cancel_url: Option<String>,
    pub options: SessionOptions,
}

/// How somebody pays on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Card,
    BankTransfer,
    DeclinedCard,
}

impl World {
    /// Opens a session and gives its id. Prices, customer and times were looked at by the caller.
    ///
    /// # Errors
    /// When a price is missing, or the prices do not go together.
    pub(crate) fn open_session(&mut self, new: NewSession) -> Result<String, Refusal> {
        let mut lines = Vec::new();
        let mut currency = None;
        for (price, quantity) in &new.lines {
            let price = self.find::<Price>(price)?.clone();
            if *currency.get_or_insert_with(|| price.currency.clone()) != price.currency {
                return Err(Refusal::refused(
                    "currency_mismatch",
                    "All prices on a session have to be in one currency.",
                ));
            }
            let amount_minor = price.unit_amount_minor.saturating_mul(*quantity);
            lines.push(SessionLine { id: self.ids.object("li_"), price: price.id, quantity: *quantity, amount_minor });
        }
        let total_minor = lines.iter().fold(0_i64, |total, line| total.saturating_add(line.amount_minor));
        let is_free = total_minor == 0 && new.mode == Mode::Payment;
        let id = self.ids.session();
        self.agenda.insert((new.expires_at_s, id.clone()));
        self.sessions.insert(Session {
            id: id.clone(),
            created_s: self.now_s,
            expires_at_s: new.expires_at_s,
            mode: new.mode,
            lines,
            currency: currency.unwrap_or_default(),
            total_minor,
            status: SessionStatus::Open,
            payment_status: if is_free { SessionPayment::NoPaymentRequired } else { SessionPayment::Unpaid },
            customer: new.customer,
            customer_email: new.customer_email,
            client_reference_id: new.client_reference_id,
            metadata: new.metadata,
            payment_metadata: new.payment_metadata,
            subscription_metadata: new.subscription_metadata,
            success_url: new.success_url,
            cancel_url: new.cancel_url,
            options: new.options,
            payment: None,
            subscription: None,
            invoice: None,
        });
        Ok(id)
    }

    /// Pays an open session, or tries to, and gives the id of the payment if there is one.
    ///
    /// # Errors
    /// When there is no such session, it is not open, or its customer was deleted.
    pub(crate) fn pay_session(&mut self, id: &str, way: Way) -> Result<Option<String>, Refusal> {
        let session = self.open_session_of(id)?.clone();
        if let Some(customer) = &session.customer {
            self.living_customer(customer)?;
        }
        let outcome = match way {
            // Nobody asks for a card when there is nothing to pay.
            _ if session.total_minor == 0 => Outcome::Arrives,
            Way::Card => Outcome::Arrives,
            Way::BankTransfer => Outcome::IsUnderWay,
            Way::DeclinedCard => Outcome::IsDeclined,
        };
        match session.mode {
            Mode::Payment => Ok(self.pay_once(&session, outcome)),
            Mode::Subscription => self.pay_first_month(&session, outcome),
        }
    }

    /// The transfer for a session that was completed without money arrives, or fails.
    ///
    /// # Errors
    /// When there is no such session, or no transfer is under way for it.
    pub(crate) fn end_transfer_for(&mut self, id: &str, arrives: bool) -> Result<(), Refusal> {
        let session = self.find::<Session>(id)?.clone();
        let invoice = session.invoice.as_ref().and_then(|invoice| self.invoices.get(invoice));
        let payment = session.payment.clone().or_else(|| invoice.and_then(|invoice| invoice.payment.clone()));
        let is_under_way =
            |id: &String| self.payments.get(id).is_some_and(|payment| payment.status == PaymentStatus::Processing);
        let Some(payment) = payment.filter(is_under_way) else {
            let message = format!("No transfer is under way for the session {id}.");
            return Err(Refusal::refused("payment_intent_unexpected_state", message));
        };
        self.end_transfer(&payment, arrives);
        if let Some(invoice) = &session.invoice {
            self.end_invoice_transfer(invoice, arrives);
        }
        if arrives {
            self.change::<Session>(id, |session| session.payment_status = SessionPayment::Paid);
            self.tell("checkout.session.async_payment_succeeded", id);
        } else {
            self.tell("checkout.session.async_payment_failed", id);
        }
        Ok(())
    }

    /// Ends an open session without payment.
    ///
    /// # Errors
    /// When there is no such session, or it is not open.
    pub(crate) fn expire_session(&mut self, id: &str) -> Result<(), Refusal> {
        self.open_session_of(id)?;
        self.change::<Session>(id, |session| session.status = SessionStatus::Expired);
        self.tell("checkout.session.expired", id);
        Ok(())
    }

    fn open_session_of(&self, id: &str) -> Result<&Session, Refusal> {
        let session = self.find::<Session>(id)?;
        match session.status {
            SessionStatus::Open => Ok(session),
            SessionStatus::Complete | SessionStatus::Expired => {
                let status = session.status.as_str();
                let message = format!("Only an open Checkout Session can be paid or expired; {id} is {status}.");
                Err(Refusal::refused("checkout_session_not_open", message))
            }
        }
    }

    fn pay_once(&mut self, session: &Session, outcome: Outcome) -> Option<String> {
        if session.total_minor == 0 {
            self.complete(&session.id, SessionPayment::NoPaymentRequired);
            return None;
        }
        let payment = self.payment_for(session);
        self.attempt_payment(&payment, outcome);
        self.complete_by(&session.id, outcome);
        Some(payment)
    }

    fn pay_first_month(&mut self, session: &Session, outcome: Outcome) -> Result<Option<String>, Refusal> {
        if outcome == Outcome::IsDeclined {
            // Nothing is begun for a card that is declined: only the attempt is there to be seen.
            let payment = self.open_payment(payment_of(session));
            self.attempt_payment(&payment, outcome);
            return Ok(Some(payment));
        }
        let customer = match &session.customer {
            Some(customer) => customer.clone(),
            None => self.make_customer(session.customer_email.clone(), None, Metadata::new()),
        };
        let (subscription, invoice) = self.begin_subscription(session, &customer, outcome)?;
        self.change::<Session>(&session.id, |session| {
            session.customer = Some(customer);
            session.subscription = Some(subscription);
            session.invoice = Some(invoice.clone());
        });
        self.complete_by(&session.id, outcome);
        Ok(self.invoices.get(&invoice).and_then(|invoice| invoice.payment.clone()))
    }

    /// The payment of a session: the same one however often it is attempted.
    fn payment_for(&mut self, session: &Session) -> String {
        if let Some(payment) = &session.payment {
            return payment.clone();
        }
        let payment = self.open_payment(payment_of(session));
        self.change::<Session>(&session.id, |session| session.payment = Some(payment.clone()));
        payment
    }

    fn complete_by(&mut self, session: &str, outcome: Outcome) {
        match outcome {
            Outcome::Arrives => self.complete(session, SessionPayment::Paid),
            Outcome::IsUnderWay => self.complete(session, SessionPayment::Unpaid),
            Outcome::IsDeclined => {}
        }
    }

    fn complete(&mut self, session: &str, payment: SessionPayment) {
        self.change::<Session>(session, |session| {
            session.status = SessionStatus::Complete;
            session.payment_status = payment;
        });
        self.tell("checkout.session.completed", session);
    }
}

fn payment_of(session: &Session) -> NewPayment {
    NewPayment {
        amount_minor: session.total_minor,
        currency: session.currency.clone(),
        customer: session.customer.clone(),
        metadata: session.payment_metadata.clone(),
    }
}
