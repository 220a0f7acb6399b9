//! The test checkout as billing sees it: a gateway like any other.

use credits::{AccountId, Timestamp};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::rows::{self, Payment, SessionRow};
use super::{NAME, TestCheckout, TestCheckoutError, subscription};
use crate::{
    CreatedSession, Gateway, GatewayError, GatewaySubscription, NewPortal, NewSession, PaymentStatus, Session,
    SessionId, SessionStatus,
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

    fn create_session(&self, wanted: NewSession) -> BoxFuture<'_, Result<CreatedSession, GatewayError>> {
        async move { Ok(self.make_session(wanted).await?) }.boxed()
    }

    fn find_session<'a>(&'a self, id: &'a SessionId) -> BoxFuture<'a, Result<Option<Session>, GatewayError>> {
        let (now, id) = (self.clock.now(), id.clone());
        async move {
            let found: Result<_, TestCheckoutError> =
                self.database.read("test_checkout_find_session", move |tx| Ok(rows::find(tx, &id)?)).await;
            Ok(found?.map(|row| as_billing_sees_it(row, now)))
        }
        .boxed()
    }

    fn portal_url(&self, wanted: NewPortal) -> BoxFuture<'_, Result<String, GatewayError>> {
        async move { Ok(self.open_portal(wanted).await?) }.boxed()
    }

    fn subscriptions(&self, account: AccountId) -> BoxFuture<'_, Result<Vec<GatewaySubscription>, GatewayError>> {
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
                })
                .collect())
        }
        .boxed()
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
        subtotal: row.promise.price,
        invoice,
        subscription,
    }
}
