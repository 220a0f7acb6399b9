//! A gateway that misbehaves in the ways that real ones do; otherwise the test checkout.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use billing::gateways::test_checkout::TestCheckout;
use billing::{
    Answer, CreatedSession, CustomerId, Gateway, GatewayError, GatewaySubscription, Invoice, InvoiceId, Listed,
    NewPortal, NewSession, Page, Payment, PaymentId, Reference, Session, SessionId,
};
use credits::{AccountId, Timestamp};
use futures_util::FutureExt;

use crate::support::key;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// No call arrives.
    OutOfReach,
    /// The session is made, and its answer is lost.
    LosesAnswer,
    /// Every session is a new one, whatever its idempotency key.
    ForgetsKeys,
}

/// The test checkout behind a bad line.
pub struct FaultyGateway {
    inner: TestCheckout,
    fault: Mutex<Fault>,
    forgotten: AtomicU64,
    distort: fn(&mut Session),
}

impl FaultyGateway {
    pub fn new(inner: TestCheckout, fault: Fault) -> Self {
        Self { inner, fault: Mutex::new(fault), forgotten: AtomicU64::new(0), distort: |_| {} }
    }

    /// A gateway that carries something else than what it was given.
    pub fn distorting(inner: TestCheckout, distort: fn(&mut Session)) -> Self {
        Self { inner, fault: Mutex::new(Fault::None), forgotten: AtomicU64::new(0), distort }
    }

    pub fn set(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }

    fn reach(&self) -> Result<Fault, GatewayError> {
        match *self.fault.lock().unwrap() {
            Fault::OutOfReach => Err(lost()),
            fault @ (Fault::None | Fault::LosesAnswer | Fault::ForgetsKeys) => Ok(fault),
        }
    }
}

fn lost() -> GatewayError {
    GatewayError::OutOfReach("connection reset by 10.0.0.7".to_owned())
}

impl Gateway for FaultyGateway {
    fn name(&self) -> &'static str {
        self.inner.name()
    }

    fn create_session(&self, mut wanted: NewSession) -> Answer<'_, CreatedSession> {
        async move {
            let fault = self.reach()?;
            if fault == Fault::ForgetsKeys {
                let nth = self.forgotten.fetch_add(1, Ordering::Relaxed);
                wanted.key = key(&format!("{}-{nth}", wanted.key));
            }
            let made = self.inner.create_session(wanted).await?;
            if fault == Fault::LosesAnswer { Err(lost()) } else { Ok(made) }
        }
        .boxed()
    }

    fn find_session<'a>(&'a self, id: &'a SessionId) -> Answer<'a, Option<Session>> {
        async move {
            self.reach()?;
            let mut found = self.inner.find_session(id).await?;
            found.iter_mut().for_each(self.distort);
            Ok(found)
        }
        .boxed()
    }

    fn portal_url(&self, wanted: NewPortal) -> Answer<'_, String> {
        async move {
            self.reach()?;
            self.inner.portal_url(wanted).await
        }
        .boxed()
    }

    fn subscriptions(&self, account: AccountId) -> Answer<'_, Vec<GatewaySubscription>> {
        async move {
            self.reach()?;
            self.inner.subscriptions(account).await
        }
        .boxed()
    }

    fn find_invoice<'a>(&'a self, id: &'a InvoiceId) -> Answer<'a, Option<Invoice>> {
        async move {
            self.reach()?;
            self.inner.find_invoice(id).await
        }
        .boxed()
    }

    fn earlier_invoices<'a>(&'a self, invoice: &'a InvoiceId) -> Answer<'a, Vec<InvoiceId>> {
        self.inner.earlier_invoices(invoice)
    }

    fn expire_session<'a>(&'a self, id: &'a SessionId) -> Answer<'a, ()> {
        self.inner.expire_session(id)
    }

    fn find_payment<'a>(&'a self, id: &'a PaymentId) -> Answer<'a, Option<Payment>> {
        self.inner.find_payment(id)
    }

    fn paid_by<'a>(&'a self, id: &'a PaymentId) -> Answer<'a, Option<Reference>> {
        self.inner.paid_by(id)
    }

    fn changes_plans(&self) -> bool {
        self.inner.changes_plans()
    }

    fn forget_customer<'a>(&'a self, id: &'a CustomerId) -> Answer<'a, ()> {
        self.inner.forget_customer(id)
    }

    fn list(&self, listed: Listed, since: Timestamp, after: Option<String>) -> Answer<'_, Page> {
        self.inner.list(listed, since, after)
    }
}
