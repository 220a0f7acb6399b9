//! Why the studio did not do what it was asked.

use credits::{Credits, QuoteRefusal, Shortfall};
use ledger::StorageError;

use crate::Generation;

/// Why a request was not accepted. Nothing was held and nothing is recorded, except for `KeyReused`, `InProgress` and
/// `Unavailable`, after which the first attempt under the key may still be accepted.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// The key was used for a different request.
    #[error("this idempotency key was used for a different request")]
    KeyReused,
    /// The same request under the same key is at work in this moment. A repetition is answered with what it gave.
    #[error("the first attempt under this key is still at work")]
    InProgress,
    /// Fields of the request are wrong; all of them are listed.
    #[error("{} of the request's fields are wrong", .0.len())]
    Invalid(Vec<QuoteRefusal>),
    /// The catalog's price is another than the request expects.
    #[error("it costs {cost} credits, not {expected_cost}")]
    PriceChanged {
        /// What the request expected.
        expected_cost: Credits,
        /// What it costs.
        cost: Credits,
    },
    /// There is not enough.
    #[error("{} of {} credits are missing", .shortfall.missing(), .shortfall.required)]
    Insufficient {
        /// What is missing, for the offer.
        shortfall: Shortfall,
        /// What other holds set aside: when that alone is in the way, waiting helps.
        held: Credits,
    },
    /// The store cannot be reached. A repetition under the same key finds out how far the first attempt came.
    #[error(transparent)]
    Unavailable(#[from] StorageError),
}

/// Why a generation was not cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// It is not there, or someone else's.
    #[error("there is no such generation")]
    NotFound,
    /// It ended before; this is how.
    #[error("the generation has ended already")]
    AlreadyFinal(Generation),
    /// The store cannot be reached; whether the work goes on is not known.
    #[error(transparent)]
    Unavailable(#[from] StorageError),
}
