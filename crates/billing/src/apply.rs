//! Look at a thing at the gateway and do what its present state asks for. Events, the return page and the reconciler all end here.

use credits::Credits;

use crate::{Billing, BillingError, Reference};

/// What was done about a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// Nothing had to be done: it was done before, or nothing follows from it.
    Nothing,
    /// So many credits were deposited; 0 is possible.
    Credited(Credits),
    /// So many credits were taken back.
    Reversed(Credits),
    /// So many credits came back.
    Reinstated(Credits),
}

impl Applied {
    /// The other one, if this is nothing.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match self {
            Self::Nothing => other,
            Self::Credited(_) | Self::Reversed(_) | Self::Reinstated(_) => self,
        }
    }
}

impl Billing {
    /// Does what the present state of a thing at the gateway asks for. Safe to repeat, in any order.
    ///
    /// # Errors
    /// When it belongs to nothing of ours or does not agree with what was ordered, or gateway, ledger or store is out of reach.
    pub async fn apply(&self, about: &Reference) -> Result<Applied, BillingError> {
        match about {
            Reference::Session(id) => self.session_paid(id).await,
            Reference::Invoice(id) => self.invoice_paid(id).await,
            Reference::Payment(id) => self.payment_returned(id).await,
            // How a plan stands is asked of the gateway whenever it matters: there is nothing to keep in step.
            Reference::Subscription(id) => {
                tracing::debug!(subscription = %id, "a plan has changed");
                Ok(Applied::Nothing)
            }
            Reference::Customer(id) => {
                self.gateway.forget_customer(id).await?;
                Ok(Applied::Nothing)
            }
        }
    }
}
