//! The test checkout as billing sees it: a gateway like any other.

use credits::{AccountId, Timestamp};
use futures_util::FutureExt;

use super::rows::{self, Payment, SessionRow};
use super::subscription::{self, SubscriptionRow};
use super::{NAME, TestCheckout, TestCheckoutError};
use crate::gateway::{Answer, Listed, Page};
use crate::{
    CreatedSession, CustomerId, Gateway, GatewayError, GatewaySubscription, Invoice, InvoiceId, InvoiceLine, NewPortal,
    NewSession, Payment as PaidBack, PaymentId, PaymentStatus, Reference, Session, SessionId, SessionStatus,
};

impl From<TestCheckoutError> for GatewayError {
    fn from(error: TestCheckoutError) -> Self {
        match error {
            TestCheckoutError::Unavailable(cause) => Self::OutOfReach(cause.to_string()),
            refusal @ (TestCheckoutError::NotFound | TestCheckoutError::Expired | TestCheckoutError::AlreadyPaid) => {
                Self::Refused(refusal.to_string())
            }
        }
    }
}

impl Gateway for TestCheckout {
    fn name(&self) -> &'static str {
        NAME
    }

    fn create_session(&self, wanted: NewSession) -> Answer<'_, CreatedSession> {
        async move { Ok(self.make_session(wanted).await?) }.boxed()
    }

    fn find_session<'a>(&'a self, id: &'a SessionId) -> Answer<'a, Option<Session>> {
        let (now, id) = (self.clock.now(), id.clone());
        async move {
            let found: Result<_, TestCheckoutError> =
                self.database.read("test_checkout_find_session", move |tx| Ok(rows::find(tx, &id)?)).await;
            Ok(found?.map(|row| as_billing_sees_it(row, now)))
        }
        .boxed()
    }

    fn find_invoice<'a>(&'a self, id: &'a InvoiceId) -> Answer<'a, Option<Invoice>> {
        let id = id.clone();
        async move {
            let found: Result<_, TestCheckoutError> = self
                .database
                .read("test_checkout_find_invoice", move |tx| Ok(subscription::find_by_invoice(tx, &id)?))
                .await;
            Ok(found?.map(|(subscription, session, invoice)| invoice_of(subscription, session, invoice)))
        }
        .boxed()
    }

    /// Each plan has one invoice, and nothing is kept from one for another.
    fn earlier_invoices<'a>(&'a self, _invoice: &'a InvoiceId) -> Answer<'a, Vec<InvoiceId>> {
        async { Ok(Vec::new()) }.boxed()
    }

    /// Nobody is paid twice where no money moves.
    fn expire_session<'a>(&'a self, _id: &'a SessionId) -> Answer<'a, ()> {
        async { Ok(()) }.boxed()
    }

    /// No money moves, so that none goes back.
    fn find_payment<'a>(&'a self, _id: &'a PaymentId) -> Answer<'a, Option<PaidBack>> {
        async { Ok(None) }.boxed()
    }

    fn paid_by<'a>(&'a self, _id: &'a PaymentId) -> Answer<'a, Option<Reference>> {
        async { Ok(None) }.boxed()
    }

    fn portal_url(&self, wanted: NewPortal) -> Answer<'_, String> {
        async move { Ok(self.open_portal(wanted).await?) }.boxed()
    }

    /// It can only cancel them.
    fn changes_plans(&self) -> bool {
        false
    }

    fn subscriptions(&self, account: AccountId) -> Answer<'_, Vec<GatewaySubscription>> {
        let now = self.clock.now();
        async move {
            let found: Result<_, TestCheckoutError> = self
                .database
                .read("test_checkout_subscriptions", move |tx| Ok(subscription::of_account(tx, account)?))
                .await;
            let plans = found?.into_iter();
            Ok(plans
                .map(|(row, session)| GatewaySubscription {
                    state: row.state_at(now),
                    id: row.id,
                    checkout: session.checkout,
                    price_id: None,
                })
                .collect())
        }
        .boxed()
    }

    /// There are no customers here: who may pay stands in each session.
    fn forget_customer<'a>(&'a self, _id: &'a CustomerId) -> Answer<'a, ()> {
        async { Ok(()) }.boxed()
    }

    /// Whoever pays here tells it at once, or has chosen the case that nobody tells: the return page asks then.
    fn list(&self, _listed: Listed, _since: Timestamp, _after: Option<String>) -> Answer<'_, Page> {
        async { Ok(Page::default()) }.boxed()
    }
}

/// The invoice of a plan's first month, which is the only one.
fn invoice_of(subscription: SubscriptionRow, session: SessionRow, id: InvoiceId) -> Invoice {
    let price = session.promise.price;
    let total_minor = i64::try_from(price.amount_minor).unwrap_or(i64::MAX);
    let line = InvoiceLine {
        price_id: session.price_id,
        is_named: true,
        price: None,
        quantity: session.quantity,
        amount_minor: total_minor,
        is_proration: false,
        period_ends_at: subscription.period_ends_at,
    };
    Invoice {
        id,
        is_paid: true,
        subscription: Some(subscription.id),
        checkout: Some(session.checkout),
        account: Some(session.account),
        currency: price.currency,
        total_minor,
        uses_kept_money: false,
        lines: vec![line],
        payment: None,
    }
}

fn as_billing_sees_it(row: SessionRow, now: Timestamp) -> Session {
    let is_free = row.promise.price.amount_minor == 0;
    let is_expired = row.is_expired(now);
    let (status, payment_status, first_month) = match row.payment {
        Payment::Paid(month) if is_free => (SessionStatus::Complete, PaymentStatus::NoPaymentRequired, month),
        Payment::Paid(month) => (SessionStatus::Complete, PaymentStatus::Paid, month),
        Payment::Open | Payment::Declined if is_expired => (SessionStatus::Expired, PaymentStatus::Unpaid, None),
        Payment::Open | Payment::Declined if is_free => (SessionStatus::Open, PaymentStatus::NoPaymentRequired, None),
        Payment::Open | Payment::Declined => (SessionStatus::Open, PaymentStatus::Unpaid, None),
    };
    let (invoice, subscription) = first_month.map(|month| (month.invoice, month.subscription)).unzip();
    Session {
        id: row.id,
        status,
        payment_status,
        checkout: Some(row.checkout),
        account: Some(row.account),
        price_id: row.price_id,
        quantity: row.quantity,
        total_minor: row.promise.price.amount_minor,
        subtotal: row.promise.price,
        invoice,
        subscription,
        payment: None,
    }
}
