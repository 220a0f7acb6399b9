//! A session was paid: deposit what was promised for it. The one idempotent call in which webhook, return page and reconciler end.

use credits::IdempotencyKey;
use ledger::StorageError;
use ledger::verbs::Deposit;

use crate::record::{self, AtGateway, Credited, Record, State};
use crate::{
    Billing, BillingError, CheckoutStatus, InvoiceId, PaymentStatus, ProductKind, Session, SessionId, SessionStatus,
};

/// How an order stands, and whether it was this very call that credited it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub status: CheckoutStatus,
    pub was_credited_now: bool,
}

impl Billing {
    /// Somebody says that a session was paid. The gateway itself is asked, and what was promised is deposited, once and for ever.
    /// A session that is not paid yet is left alone, and that is no error.
    ///
    /// # Errors
    /// When the session belongs to no order or does not agree with it, or gateway, ledger or store is out of reach.
    pub async fn session_paid(&self, session: &SessionId) -> Result<(), BillingError> {
        let (gateway, id) = (self.gateway.name(), session.clone());
        let found =
            self.database.read("billing_find_by_session", move |tx| record::find_by_session(tx, gateway, &id)).await?;
        let record = found.ok_or_else(|| BillingError::UnknownSession(session.clone()))?;
        self.standing(&record).await.map(|_| ())
    }

    /// How an order stands at this moment, credited now if it is paid and was not.
    pub(crate) async fn standing(&self, record: &Record) -> Result<Standing, BillingError> {
        let at_gateway = match &record.state {
            State::Recorded => return Ok(Standing { status: CheckoutStatus::Open, was_credited_now: false }),
            // Paid is for ever, so that nobody needs to be asked about it again.
            State::Credited(_) => return Ok(Standing { status: CheckoutStatus::Paid, was_credited_now: false }),
            State::Open(at_gateway) => at_gateway,
        };
        let session = self.ask_gateway(at_gateway).await?;
        let status = status_of(&session);
        let was_credited_now = match status {
            CheckoutStatus::Paid => self.deposit(record, &session).await?,
            CheckoutStatus::Open | CheckoutStatus::Expired => false,
        };
        Ok(Standing { status, was_credited_now })
    }

    async fn ask_gateway(&self, at_gateway: &AtGateway) -> Result<Session, BillingError> {
        if at_gateway.gateway != self.gateway.name() {
            let cause = format!("session {} was made by `{}`", at_gateway.session, at_gateway.gateway);
            return Err(BillingError::GatewayUnavailable(cause));
        }
        let session = self.gateway.find_session(&at_gateway.session).await?;
        session.ok_or_else(|| BillingError::UnknownSession(at_gateway.session.clone()))
    }

    /// Deposits what was promised, if it was not before; whether it was now. A crash after the deposit and before the mark is
    /// harmless: the ledger answers the next deposit under the same key with the first one.
    async fn deposit(&self, record: &Record, session: &Session) -> Result<bool, BillingError> {
        let key = deposit_key(record, session)?;
        let (id, account, amount) = (record.id, record.account, record.promise.credits);
        let note = format!("{} × {} (checkout {id})", record.order.quantity, record.promise.name);
        let deposit =
            Deposit { key: key.clone(), amount, source: record.promise.kind.source(), note, expires_at: None };
        let verdict = self.ledger.deposit(account, deposit).await?;
        if !verdict.is_replay {
            tracing::info!(%account, checkout = %id, session = %session.id, amount_credits = amount.get(), "credits bought");
        }
        self.mark(Credited { account, id, deposit_key: key, at: self.clock.now() }).await;
        Ok(!verdict.is_replay)
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

/// The key under which an order is credited: a pack's session, a plan month's invoice, never both.
fn deposit_key(record: &Record, session: &Session) -> Result<IdempotencyKey, BillingError> {
    let mut differences = differences(record, session);
    let key = match record.promise.kind {
        ProductKind::Pack => Some(session.id.deposit_key()),
        ProductKind::Plan => session.invoice.as_ref().map(InvoiceId::deposit_key),
    };
    if key.is_none() {
        differences.push("a plan was paid without an invoice".to_owned());
    }
    match key {
        Some(key) if differences.is_empty() => Ok(key),
        Some(_) | None => {
            let differences = differences.join("; ");
            Err(BillingError::Mismatch { session: session.id.clone(), differences })
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
