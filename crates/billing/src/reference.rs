//! What an event or a list is about: the name of a thing at a gateway. How the thing stands is asked there.

use std::fmt;
use std::str::FromStr;

use crate::{CustomerId, InvoiceId, PaymentId, SessionId, SubscriptionId};

/// A thing at a gateway. `Display` and `FromStr` are its words in records: `session:cs_1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reference {
    /// A checkout session, which may be paid.
    Session(SessionId),
    /// An invoice, which may be paid.
    Invoice(InvoiceId),
    /// A payment, of which something may have gone back.
    Payment(PaymentId),
    /// A plan that somebody has.
    Subscription(SubscriptionId),
    /// A customer that was deleted.
    Customer(CustomerId),
}

/// Words that name nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names nothing at a payment gateway")]
pub struct InvalidReference(String);

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Session(id) => write!(formatter, "session:{id}"),
            Self::Invoice(id) => write!(formatter, "invoice:{id}"),
            Self::Payment(id) => write!(formatter, "payment:{id}"),
            Self::Subscription(id) => write!(formatter, "subscription:{id}"),
            Self::Customer(id) => write!(formatter, "customer:{id}"),
        }
    }
}

impl FromStr for Reference {
    type Err = InvalidReference;

    fn from_str(words: &str) -> Result<Self, InvalidReference> {
        let invalid = || InvalidReference(words.to_owned());
        let (kind, id) = words.split_once(':').ok_or_else(invalid)?;
        let reference = match kind {
            "session" => SessionId::new(id).map(Self::Session),
            "invoice" => InvoiceId::new(id).map(Self::Invoice),
            "payment" => PaymentId::new(id).map(Self::Payment),
            "subscription" => SubscriptionId::new(id).map(Self::Subscription),
            "customer" => CustomerId::new(id).map(Self::Customer),
            _ => return Err(invalid()),
        };
        reference.map_err(|_| invalid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_words_name_it_again_and_other_words_name_nothing() {
        for words in ["session:cs_1", "invoice:in_1", "payment:pi_1", "subscription:sub_1", "customer:cus_1"] {
            assert_eq!(words.parse::<Reference>().unwrap().to_string(), words);
        }
        for words in ["", "session", "session:", "session:a b", "charge:ch_1"] {
            assert!(words.parse::<Reference>().is_err(), "{words}");
        }
    }
}
