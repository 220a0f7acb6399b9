//! The names that payment gateways give to things. Text of theirs, taken only in a shape that can be a ledger's key.

use std::fmt;

use credits::IdempotencyKey;

/// Text that cannot be a gateway's id: empty, longer than 255 bytes, or not visible ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a payment gateway's id is 1 to 255 visible ASCII characters")]
pub struct InvalidGatewayId;

macro_rules! gateway_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(IdempotencyKey);

        impl $name {
            /// Takes an id from outside.
            ///
            /// # Errors
            /// When it could not be the key of a deposit: empty, longer than 255 bytes, or not visible ASCII.
            pub fn new(id: impl Into<Box<str>>) -> Result<Self, InvalidGatewayId> {
                IdempotencyKey::new(id).map(Self).map_err(|_| InvalidGatewayId)
            }

            /// The id's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    };
}

gateway_id! {
    /// A checkout session: the page on which one order is paid.
    SessionId
}

gateway_id! {
    /// An invoice: one paid month of a plan.
    InvoiceId
}

gateway_id! {
    /// A subscription: a plan that somebody has.
    SubscriptionId
}

gateway_id! {
    /// A payment: money that was taken, and that may go back.
    PaymentId
}

gateway_id! {
    /// A customer: what the gateway knows an account by.
    CustomerId
}

gateway_id! {
    /// An event: something that the gateway tells.
    EventId
}

impl SessionId {
    /// The key under which a pack is deposited: the session's own id, remembered by the ledger for ever.
    #[must_use]
    pub fn deposit_key(&self) -> IdempotencyKey {
        self.0.clone()
    }
}

impl InvoiceId {
    /// The key under which a month of a plan is deposited: the invoice's own id, remembered by the ledger for ever.
    #[must_use]
    pub fn deposit_key(&self) -> IdempotencyKey {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gateways_id_is_the_very_key_of_its_deposit() {
        let session = SessionId::new("cs_test_a1").unwrap();
        assert_eq!(session.deposit_key(), IdempotencyKey::new("cs_test_a1").unwrap());
    }

    #[test]
    fn text_that_cannot_be_a_key_is_no_id() {
        for text in [String::new(), "a b".into(), "é".into(), "line\n".into(), "x".repeat(256)] {
            assert_eq!(SessionId::new(text.clone()), Err(InvalidGatewayId), "{text:?}");
        }
    }
}
