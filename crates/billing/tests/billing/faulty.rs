//! A gateway that misbehaves in the ways that real ones do; otherwise the test checkout.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use billing::gateways::test_checkout::TestCheckout;
use billing::{CreatedSession, Gateway, GatewayError, GatewaySubscription, NewPortal, NewSession, Session, SessionId};
use credits::AccountId;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

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

    fn create_session(&self, mut wanted: NewSession) -> BoxFuture<'_, Result<CreatedSession, GatewayError>> {
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

    fn find_session<'a>(&'a self, id: &'a SessionId) -> BoxFuture<'a, Result<Option<Session>, GatewayError>> {
        async move {
            self.reach()?;
            let mut found = self.inner.find_session(id).await?;
            found.iter_mut().for_each(self.distort);
            Ok(found)
        }
        .boxed()
    }

    fn portal_url(&self, wanted: NewPortal) -> BoxFuture<'_, Result<String, GatewayError>> {
        async move {
            self.reach()?;
            self.inner.portal_url(wanted).await
        }
        .boxed()
    }

    fn subscriptions(&self, account: AccountId) -> BoxFuture<'_, Result<Vec<GatewaySubscription>, GatewayError>> {
        async move {
            self.reach()?;
            self.inner.subscriptions(account).await
        }
        .boxed()
    }
}
