//! Stripe as billing sees it: a gateway like any other.

use credits::{AccountId, Timestamp};
use futures_util::FutureExt;

use super::{NAME, NAME_OF_TESTS, Stripe};
use crate::gateway::{Answer, Listed, NewPortal, Page};
use crate::{
    CreatedSession, CustomerId, Gateway, GatewaySubscription, Invoice, InvoiceId, NewSession, Payment, PaymentId,
    Reference, Session, SessionId,
};

impl Gateway for Stripe {
    /// What was bought without money is never taken for what was bought with money.
    fn name(&self) -> &'static str {
        if self.0.settings.secret_key.is_live() { NAME } else { NAME_OF_TESTS }
    }

    fn create_session(&self, wanted: NewSession) -> Answer<'_, CreatedSession> {
        self.0.create_session(wanted).boxed()
    }

    fn find_session<'a>(&'a self, id: &'a SessionId) -> Answer<'a, Option<Session>> {
        self.0.find_session(id).boxed()
    }

    fn find_invoice<'a>(&'a self, id: &'a InvoiceId) -> Answer<'a, Option<Invoice>> {
        self.0.find_invoice(id).boxed()
    }

    fn earlier_invoices<'a>(&'a self, invoice: &'a InvoiceId) -> Answer<'a, Vec<InvoiceId>> {
        self.0.earlier_invoices(invoice).boxed()
    }

    fn expire_session<'a>(&'a self, id: &'a SessionId) -> Answer<'a, ()> {
        self.0.expire_session(id).boxed()
    }

    fn find_payment<'a>(&'a self, id: &'a PaymentId) -> Answer<'a, Option<Payment>> {
        self.0.find_payment(id).boxed()
    }

    fn paid_by<'a>(&'a self, id: &'a PaymentId) -> Answer<'a, Option<Reference>> {
        self.0.paid_by(id).boxed()
    }

    fn portal_url(&self, wanted: NewPortal) -> Answer<'_, String> {
        self.0.portal_url(wanted).boxed()
    }

    fn changes_plans(&self) -> bool {
        true
    }

    fn subscriptions(&self, account: AccountId) -> Answer<'_, Vec<GatewaySubscription>> {
        self.0.subscriptions(account).boxed()
    }

    fn forget_customer<'a>(&'a self, id: &'a CustomerId) -> Answer<'a, ()> {
        self.0.forget(id.clone()).boxed()
    }

    fn list(&self, listed: Listed, since: Timestamp, after: Option<String>) -> Answer<'_, Page> {
        self.0.list(listed, since, after).boxed()
    }
}
