//! Why billing did not do what it was asked. Displayed: the inside cause, for the log. `sentence()`: what a person is told.

use credits::decide::Refusal;
use ledger::{LedgerError, StorageError};

use crate::{GatewayError, InvoiceId, PaymentId, SessionId};

const GATEWAY_SENTENCE: &str = "The payment page cannot be reached right now. Nothing was charged. Please try again.";

/// Why a checkout was not started.
#[derive(Debug, thiserror::Error)]
pub enum CheckoutError {
    /// The catalog sells nothing under that price id.
    #[error("no pack or plan has this price id")]
    UnknownPrice,
    /// A pack is sold 1 to 100 at a time, a plan once.
    #[error("the quantity is out of range")]
    QuantityOutOfRange,
    /// The key was used for a different order.
    #[error("this idempotency key was used for a different order")]
    KeyReused,
    /// The gateway gave no session. The order is kept, and the same request completes it later.
    #[error("{0}")]
    GatewayUnavailable(String),
    /// The store is out of reach.
    #[error(transparent)]
    Unavailable(#[from] StorageError),
}

/// Why a checkout could not be read, credited or managed.
#[derive(Debug, thiserror::Error)]
pub enum BillingError {
    /// No order of ours belongs to this session, or the gateway that made it does not know it.
    #[error("session {0} belongs to no order")]
    UnknownSession(SessionId),
    /// The session is paid, but not for what was ordered. Nothing is credited until a person has looked at it.
    #[error("session {session} does not agree with its order: {differences}")]
    Mismatch {
        /// Which session.
        session: SessionId,
        /// Everything that differs, in words.
        differences: String,
    },
    /// No order of ours belongs to this invoice of a plan, or the gateway does not know it.
    #[error("invoice {0} belongs to no order")]
    UnknownInvoice(InvoiceId),
    /// The invoice is paid, but not for what we sell. Nothing is credited until a person has looked at it.
    #[error("invoice {invoice} does not agree with what is sold: {differences}")]
    InvoiceMismatch {
        /// Which invoice.
        invoice: InvoiceId,
        /// What differs, in words.
        differences: String,
    },
    /// Money of this payment went back, and it paid for nothing of ours.
    #[error("payment {0} paid for nothing that was bought here")]
    UnknownPayment(PaymentId),
    /// The gateway gave no answer.
    #[error("{0}")]
    GatewayUnavailable(String),
    /// The gateway answered that it will not, or what we do not understand.
    #[error("{0}")]
    GatewayRefused(String),
    /// The ledger refused the deposit.
    #[error("the ledger refused the deposit: {0}")]
    Refused(Refusal),
    /// A store is out of reach.
    #[error(transparent)]
    Unavailable(#[from] StorageError),
}

impl CheckoutError {
    /// What a person is told, without anything from inside.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::UnknownPrice => "There is no pack or plan with this price id.".to_owned(),
            Self::QuantityOutOfRange => {
                let most = credits::limits::PACK_QUANTITY_MAX;
                format!("A credit pack is bought 1 to {most} at a time, a plan once.")
            }
            Self::KeyReused => "This idempotency key was used for a different order.".to_owned(),
            Self::GatewayUnavailable(_) => GATEWAY_SENTENCE.to_owned(),
            Self::Unavailable(error) => error.sentence().to_string(),
        }
    }

    /// The stable code of the HTTP contract.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownPrice | Self::QuantityOutOfRange => "INVALID_REQUEST",
            Self::KeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::GatewayUnavailable(_) | Self::Unavailable(_) => "SERVICE_UNAVAILABLE",
        }
    }

    /// The field of the order that is wrong, if one is.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::UnknownPrice => Some("price_id"),
            Self::QuantityOutOfRange => Some("quantity"),
            Self::KeyReused | Self::GatewayUnavailable(_) | Self::Unavailable(_) => None,
        }
    }
}

impl BillingError {
    /// What a person is told, without anything from inside.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::UnknownSession(_) | Self::UnknownInvoice(_) | Self::UnknownPayment(_) => {
                "There is no such checkout.".to_owned()
            }
            Self::Mismatch { .. } | Self::InvoiceMismatch { .. } | Self::Refused(_) => {
                "Your payment needs to be looked at by a person before its credits are added.".to_owned()
            }
            Self::GatewayUnavailable(_) | Self::GatewayRefused(_) => {
                "The payment page cannot be asked right now. Your credits will arrive as soon as it answers.".to_owned()
            }
            Self::Unavailable(error) => error.sentence().to_string(),
        }
    }

    /// The stable code of the HTTP contract.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownSession(_) | Self::UnknownInvoice(_) | Self::UnknownPayment(_) => "NOT_FOUND",
            Self::Mismatch { .. }
            | Self::InvoiceMismatch { .. }
            | Self::Refused(_)
            | Self::GatewayUnavailable(_)
            | Self::GatewayRefused(_)
            | Self::Unavailable(_) => "SERVICE_UNAVAILABLE",
        }
    }

    /// Whether it is about something that belongs to nothing of ours, as far as is known, or that the gateway will not show: waiting a little may
    /// help, and waiting long does not.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        match self {
            Self::UnknownSession(_) | Self::UnknownInvoice(_) | Self::UnknownPayment(_) | Self::GatewayRefused(_) => {
                true
            }
            Self::Mismatch { .. }
            | Self::InvoiceMismatch { .. }
            | Self::Refused(_)
            | Self::GatewayUnavailable(_)
            | Self::Unavailable(_) => false,
        }
    }

    /// Whether trying again cannot help, because a person has to look at it.
    #[must_use]
    pub const fn is_for_a_person(&self) -> bool {
        match self {
            Self::Mismatch { .. } | Self::InvoiceMismatch { .. } | Self::Refused(_) => true,
            // What is not known yet may be written down a moment later.
            Self::UnknownSession(_)
            | Self::UnknownInvoice(_)
            | Self::UnknownPayment(_)
            | Self::GatewayUnavailable(_)
            | Self::GatewayRefused(_)
            | Self::Unavailable(_) => false,
        }
    }
}

impl From<GatewayError> for CheckoutError {
    fn from(error: GatewayError) -> Self {
        Self::GatewayUnavailable(error.to_string())
    }
}

impl From<GatewayError> for BillingError {
    fn from(error: GatewayError) -> Self {
        match error {
            GatewayError::OutOfReach(_) => Self::GatewayUnavailable(error.to_string()),
            GatewayError::Refused(_) => Self::GatewayRefused(error.to_string()),
        }
    }
}

impl From<LedgerError> for BillingError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Refused(refusal) => Self::Refused(refusal),
            LedgerError::Unavailable(error) => Self::Unavailable(error),
        }
    }
}
