//! A session was paid: deposit what was promised for it. The one idempotent call in which webhook, return page and reconciler end.

use credits::Credits;
use ledger::StorageError;

use crate::purchase::{Purchase, Returns};
use crate::record::{self, AtGateway, Credited, Record, State};
use crate::{
    Applied, Billing, BillingError, CheckoutStatus, Invoice, PaymentStatus, ProductKind, Session, SessionId,
    SessionStatus,
};

/// How an order stands, and what this very call did about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub status: CheckoutStatus,
    pub applied: Applied,
}

impl Standing {
    const fn unchanged(status: CheckoutStatus) -> Self {
        Self { status, applied: Applied::Nothing }
    }
}

impl Billing {
    /// Somebody says that a session was paid. The gateway itself is asked, and what was promised is deposited, once and for ever.
    /// A session that is not paid yet is left alone, and that is no error.
    ///
    /// # Errors
    /// When the session belongs to no order or does not agree with it, or gateway, ledger or store is out of reach.
    pub async fn session_paid(&self, session: &SessionId) -> Result<Applied, BillingError> {
        let (gateway, id) = (self.gateway.name(), session.clone());
        let found =
            self.database.read("billing_find_by_session", move |tx| record::find_by_session(tx, gateway, &id)).await?;
        let standing = match found {
            Some(record) => self.standing(&record).await?,
            None => self.standing_of_unattached(session).await?,
        };
        Ok(standing.applied)
    }

    /// How an order stands at this moment, credited now if it is paid and was not.
    pub(crate) async fn standing(&self, record: &Record) -> Result<Standing, BillingError> {
        let at_gateway = match &record.state {
            State::Recorded => return Ok(Standing::unchanged(CheckoutStatus::Open)),
            // Paid is for ever, so that nobody needs to be asked about it again.
            State::Credited(_) => return Ok(Standing::unchanged(CheckoutStatus::Paid)),
            State::Open(at_gateway) => at_gateway,
        };
        let session = self.ask_gateway(at_gateway).await?;
        self.standing_of(record, &session).await
    }

    /// A session that no order names: its answer was lost, and the order names another one or none. The gateway carries the order's name.
    async fn standing_of_unattached(&self, id: &SessionId) -> Result<Standing, BillingError> {
        let unknown = || BillingError::UnknownSession(id.clone());
        let session = self.gateway.find_session(id).await?.ok_or_else(unknown)?;
        let (account, checkout) = session.account.zip(session.checkout).ok_or_else(unknown)?;
        let found = self.database.read("billing_find_order", move |tx| record::find(tx, account, checkout)).await?;
        let record: Record = found.ok_or_else(unknown)?;
        match &record.state {
            State::Open(at) | State::Credited(at) if at.gateway != self.gateway.name() => Err(unknown()),
            State::Recorded | State::Open(_) | State::Credited(_) => self.standing_of(&record, &session).await,
        }
    }

    async fn standing_of(&self, record: &Record, session: &Session) -> Result<Standing, BillingError> {
        match status_of(session) {
            CheckoutStatus::Paid => self.credit_session(record, session).await,
            status @ (CheckoutStatus::Open | CheckoutStatus::Expired) => Ok(Standing::unchanged(status)),
        }
    }

    async fn ask_gateway(&self, at_gateway: &AtGateway) -> Result<Session, BillingError> {
        if at_gateway.gateway != self.gateway.name() {
            let cause = format!("session {} was made by `{}`", at_gateway.session, at_gateway.gateway);
            return Err(BillingError::GatewayUnavailable(cause));
        }
        let session = self.gateway.find_session(&at_gateway.session).await?;
        session.ok_or_else(|| BillingError::UnknownSession(at_gateway.session.clone()))
    }

    /// Deposits what a paid session brings, if it was not before: a pack's credits under the session's name, a plan's first month under its
    /// invoice's, never both.
    async fn credit_session(&self, record: &Record, session: &Session) -> Result<Standing, BillingError> {
        let mut differences = differences(record, session);
        let is_plan = record.promise.kind == ProductKind::Plan;
        if is_plan && session.invoice.is_none() {
            differences.push("a plan was paid without an invoice".to_owned());
        }
        if !differences.is_empty() {
            let differences = differences.join("; ");
            return Err(BillingError::Mismatch { session: session.id.clone(), differences });
        }
        let (deposit_key, applied) = match (&session.invoice, is_plan) {
            (Some(id), true) => {
                let found = self.gateway.find_invoice(id).await?;
                let invoice: Invoice = found.ok_or_else(|| BillingError::UnknownInvoice(id.clone()))?;
                if !invoice.is_paid {
                    return Ok(Standing::unchanged(CheckoutStatus::Open));
                }
                (id.deposit_key(), self.credit_invoice(record, &invoice).await?)
            }
            (Some(_) | None, _) => (session.id.deposit_key(), self.credit_pack(record, session).await?),
        };
        // A session that the order does not name says nothing about the one that it does: both may be paid.
        let is_its_own = match &record.state {
            State::Open(at) | State::Credited(at) => at.session == session.id,
            State::Recorded => false,
        };
        if is_its_own {
            self.mark(Credited { account: record.account, id: record.id, deposit_key, at: self.clock.now() }).await;
        }
        Ok(Standing { status: CheckoutStatus::Paid, applied })
    }

    async fn credit_pack(&self, record: &Record, session: &Session) -> Result<Applied, BillingError> {
        let credits: Credits = record.promise.credits;
        self.credit(Purchase {
            account: record.account,
            deposit_key: session.id.deposit_key(),
            gateway: self.gateway.name().to_owned(),
            kind: ProductKind::Pack,
            checkout: record.id,
            worth_credits: credits.get(),
            uses_kept_money: false,
            credits,
            cost_minor: session.total_minor,
            note: format!("{} × {} (checkout {})", record.order.quantity, record.promise.name, record.id),
            expires_at: None,
            payment: session.payment.clone(),
            is_credited: false,
            returns: Returns::default(),
        })
        .await
    }

    /// Writes down that an order was credited. When that fails the credits are there all the same, and whoever asks next comes to the
    /// same deposit and writes it down then: a failure to be logged, not one to frighten a buyer with.
    async fn mark(&self, credited: Credited) {
        let checkout = credited.id;
        let marked: Result<(), StorageError> =
            self.database.run("billing_mark_credited", move |tx| record::mark_credited(tx, &credited)).await;
        if let Err(cause) = marked {
            tracing::warn!(%checkout, %cause, "credits were deposited, but their checkout could not be marked");
        }
    }
}

/// What a session's two states mean for an order. Paid is only what the buyer has finished *and* the money has arrived for.
fn status_of(session: &Session) -> CheckoutStatus {
    match (session.status, session.payment_status) {
        (SessionStatus::Complete, PaymentStatus::Paid | PaymentStatus::NoPaymentRequired) => CheckoutStatus::Paid,
        (SessionStatus::Complete, PaymentStatus::Unpaid)
        | (SessionStatus::Open, PaymentStatus::Paid | PaymentStatus::Unpaid | PaymentStatus::NoPaymentRequired) => {
            CheckoutStatus::Open
        }
        (SessionStatus::Expired, PaymentStatus::Paid | PaymentStatus::Unpaid | PaymentStatus::NoPaymentRequired) => {
            CheckoutStatus::Expired
        }
    }
}

/// Everything in which a session differs from the order as it was written down.
fn differences(record: &Record, session: &Session) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, ordered: String, paid: String| {
        if ordered != paid {
            differences.push(format!("{what} is {paid} instead of {ordered}"));
        }
    };
    let spell = |money: &credits::Money| format!("{} {}", money.amount_minor, money.currency);
    compare("the price", record.order.price_id.clone(), session.price_id.clone());
    compare("the quantity", record.order.quantity.to_string(), session.quantity.to_string());
    compare("the amount", spell(&record.promise.price), spell(&session.subtotal));
    compare("the account", record.account.to_string(), session.account.unwrap_or(record.account).to_string());
    compare("the checkout", record.id.to_string(), session.checkout.unwrap_or(record.id).to_string());
    differences
}
