//! A gateway that misbehaves in the ways that real ones do; otherwise the test checkout.

use std::sync::Mutex;

use billing::gateways::test_checkout::TestCheckout;
use billing::{CreatedSession, Gateway, GatewayError, GatewaySubscription, NewPortal, NewSession, Session, SessionId};
use credits::AccountId;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// No call arrives.
    OutOfReach,
    /// The session is made, and its answer is lost.
    LosesAnswer,
}

/// The test checkout behind a bad line.
pub struct FaultyGateway {
    inner: TestCheckout,
    fault: Mutex<Fault>,
    distort: fn(&mut Session),
}

impl FaultyGateway {
    pub fn new(inner: TestCheckout, fault: Fault) -> Self {
        Self { inner, fault: Mutex::new(fault), distort: |_| {} }
    }

    /// A gateway that carries something else than what it was given.
    pub fn distorting(inner: TestCheckout, distort: fn(&mut Session)) -> Self {
        Self { inner, fault: Mutex::new(Fault::None), distort }
    }

    pub fn set(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }

    fn reach(&self) -> Result<Fault, GatewayError> {
        match *self.fault.lock().unwrap() {
            Fault::OutOfReach => Err(lost()),
            fault @ (Fault::None | Fault::LosesAnswer) => Ok(fault),
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

    fn create_session(&self, wanted: NewSession) -> BoxFuture<'_, Result<CreatedSession, GatewayError>> {
        async move {
            let fault = self.reach()?;
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
