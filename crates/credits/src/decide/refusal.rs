//! Why a command was not done.

use crate::{Credits, Shortfall};

/// The refusals, in their order of precedence: when several apply, the first is the answer. The order is part of the contract and
/// tested; it goes from what the request is, over what it names, to what it would do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The key was used for a different request.
    #[error("this idempotency key was used for a different request")]
    KeyReused,
    /// A negative amount, or a sum that leaves the range of amounts.
    #[error("the amount is out of range")]
    AmountOutOfRange,
    /// The name of the operation is empty, longer than it may be, or has a NUL character.
    #[error("the operation must be named in 1 to {} characters", crate::limits::OPERATION_CHARACTERS_MAX)]
    OperationNameInvalid,
    /// A hold that would be over before it began.
    #[error("the hold would expire in the past")]
    ExpiryInThePast,
    /// A hold that would last longer than any may.
    #[error("a hold ends within {} days", crate::limits::HOLD_LIFETIME_MAX.as_secs() / 86_400)]
    ExpiryTooFar,
    /// The hold's id is taken by a hold of another key.
    #[error("a hold with this id exists already")]
    HoldExists,
    /// There is no such hold on this account.
    #[error("there is no such hold")]
    HoldNotFound,
    /// There was no such deposit on this account.
    #[error("there was no such purchase")]
    PurchaseNotFound,
    /// The hold ended another way, or the same way under another key.
    #[error("the hold is {state}")]
    HoldNotActive {
        /// How it stands: `settled`, `released` or `expired`.
        state: &'static str,
    },
    /// An active hold whose time has not come.
    #[error("the hold has not expired yet")]
    HoldNotExpired,
    /// More is to be spent than was held.
    #[error("{amount} credits cannot be settled from a hold of {held}")]
    SettleExceedsHold {
        /// What was held.
        held: Credits,
        /// What should be spent.
        amount: Credits,
    },
    /// More is to be reversed than the purchase brought, less what was reversed before.
    #[error("{amount} credits cannot be reversed of a purchase of which {reversible} are left to reverse")]
    ReversalExceedsPurchase {
        /// How many of its credits were not reversed so far.
        reversible: Credits,
        /// What should be reversed.
        amount: Credits,
    },
    /// More is to come back than was reversed.
    #[error("{amount} credits cannot come back of a purchase of which {reversed} were reversed")]
    ReinstatementExceedsReversal {
        /// How many of its credits were reversed so far.
        reversed: Credits,
        /// What should come back.
        amount: Credits,
    },
    /// There is not enough.
    #[error("{} of {} credits are missing", .shortfall.missing(), .shortfall.required)]
    InsufficientCredits {
        /// What is missing, for the offer.
        shortfall: Shortfall,
        /// What active holds set aside: when that alone is in the way, waiting helps.
        held: Credits,
    },
}

impl Refusal {
    /// The stable code of the refusal, as the HTTP contract and the operator's tools print it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::KeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::AmountOutOfRange
            | Self::OperationNameInvalid
            | Self::ExpiryInThePast
            | Self::ExpiryTooFar
            | Self::HoldExists
            | Self::ReversalExceedsPurchase { .. }
            | Self::ReinstatementExceedsReversal { .. } => "INVALID_REQUEST",
            Self::HoldNotFound | Self::PurchaseNotFound => "NOT_FOUND",
            Self::HoldNotActive { .. } | Self::HoldNotExpired => "HOLD_NOT_ACTIVE",
            Self::SettleExceedsHold { .. } => "SETTLE_EXCEEDS_HOLD",
            Self::InsufficientCredits { .. } => "INSUFFICIENT_CREDITS",
        }
    }
}
