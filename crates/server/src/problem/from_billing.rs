//! Why nothing could be bought, as a problem.

use billing::gateways::test_checkout::TestCheckoutError;
use billing::{BillingError, CheckoutError};

use super::{Refused, from_studio};

impl From<CheckoutError> for Refused {
    fn from(error: CheckoutError) -> Self {
        let sentence = error.sentence();
        match &error {
            CheckoutError::UnknownPrice | CheckoutError::QuantityOutOfRange => {
                let pointer = error.field().map(|field| format!("/{field}")).unwrap_or_default();
                Self::invalid_field(pointer, sentence)
            }
            CheckoutError::KeyReused => from_studio::key_reused(),
            CheckoutError::GatewayUnavailable(_) | CheckoutError::Unavailable(_) => Self::unavailable(sentence, &error),
        }
    }
}

impl From<BillingError> for Refused {
    fn from(error: BillingError) -> Self {
        let sentence = error.sentence();
        match &error {
            BillingError::UnknownSession(_) | BillingError::UnknownInvoice(_) | BillingError::UnknownPayment(_) => {
                Self::not_found().because(&error)
            }
            BillingError::Mismatch { .. }
            | BillingError::InvoiceMismatch { .. }
            | BillingError::GatewayUnavailable(_)
            | BillingError::GatewayRefused(_)
            | BillingError::Refused(_)
            | BillingError::Unavailable(_) => Self::unavailable(sentence, &error),
        }
    }
}

impl From<TestCheckoutError> for Refused {
    fn from(error: TestCheckoutError) -> Self {
        match error {
            TestCheckoutError::NotFound => Self::not_found(),
            // Their page says so itself; whoever comes here has raced with it.
            TestCheckoutError::Expired | TestCheckoutError::AlreadyPaid => Self::invalid_field("", error.to_string()),
            TestCheckoutError::Unavailable(error) => error.into(),
        }
    }
}
