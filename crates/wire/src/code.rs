//! The stable codes of refusals, one page each under `docs/problems/`.

use serde::{Deserialize, Serialize};

/// What went wrong, for programs. The names never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// The gate said no.
    InsufficientCredits,
    /// No valid session or key.
    AuthRequired,
    /// Valid, but not allowed.
    Forbidden,
    /// Not there, or someone else's.
    NotFound,
    /// Fields of the request are wrong; all of them are listed.
    InvalidRequest,
    /// The catalog's price is another; nothing was held.
    PriceChanged,
    /// The same key with a different request.
    IdempotencyKeyReused,
    /// The same key, and the first attempt is still at work.
    RequestInProgress,
    /// The hold ended another way.
    HoldNotActive,
    /// More is to be settled than was held.
    SettleExceedsHold,
    /// The body is larger than allowed.
    PayloadTooLarge,
    /// The body is not JSON, or does not say so.
    UnsupportedMediaType,
    /// Too many requests.
    RateLimited,
    /// Storage or provider is out of reach.
    ServiceUnavailable,
    /// The work of a generation failed; a code of the generation, not of an answer.
    GenerationFailed,
    /// A fault of ours that has no other name.
    Internal,
}

impl Code {
    /// Every code, in the order of the contract.
    pub const ALL: [Self; 16] = [
        Self::InsufficientCredits,
        Self::AuthRequired,
        Self::Forbidden,
        Self::NotFound,
        Self::InvalidRequest,
        Self::PriceChanged,
        Self::IdempotencyKeyReused,
        Self::RequestInProgress,
        Self::HoldNotActive,
        Self::SettleExceedsHold,
        Self::PayloadTooLarge,
        Self::UnsupportedMediaType,
        Self::RateLimited,
        Self::ServiceUnavailable,
        Self::GenerationFailed,
        Self::Internal,
    ];

    /// The HTTP status that carries the code.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::InsufficientCredits => 402,
            Self::AuthRequired => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::InvalidRequest => 400,
            Self::PriceChanged | Self::RequestInProgress | Self::HoldNotActive | Self::SettleExceedsHold => 409,
            Self::IdempotencyKeyReused => 422,
            Self::PayloadTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::RateLimited => 429,
            Self::ServiceUnavailable => 503,
            Self::GenerationFailed | Self::Internal => 500,
        }
    }

    /// The code's page below `/problems/`, and its file under `docs/problems/`.
    #[must_use]
    pub const fn page(self) -> &'static str {
        match self {
            Self::InsufficientCredits => "insufficient-credits",
            Self::AuthRequired => "auth-required",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::InvalidRequest => "invalid-request",
            Self::PriceChanged => "price-changed",
            Self::IdempotencyKeyReused => "idempotency-key-reused",
            Self::RequestInProgress => "request-in-progress",
            Self::HoldNotActive => "hold-not-active",
            Self::SettleExceedsHold => "settle-exceeds-hold",
            Self::PayloadTooLarge => "payload-too-large",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::RateLimited => "rate-limited",
            Self::ServiceUnavailable => "service-unavailable",
            Self::GenerationFailed => "generation-failed",
            Self::Internal => "internal",
        }
    }

    /// The code's title: the same few words for every occurrence.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::InsufficientCredits => "Insufficient credits",
            Self::AuthRequired => "Sign-in required",
            Self::Forbidden => "Not allowed",
            Self::NotFound => "Not found",
            Self::InvalidRequest => "Invalid request",
            Self::PriceChanged => "The price has changed",
            Self::IdempotencyKeyReused => "Idempotency key reused",
            Self::RequestInProgress => "Request in progress",
            Self::HoldNotActive => "The hold is not active",
            Self::SettleExceedsHold => "More than was held",
            Self::PayloadTooLarge => "Too large",
            Self::UnsupportedMediaType => "Unsupported media type",
            Self::RateLimited => "Too many requests",
            Self::ServiceUnavailable => "Temporarily unavailable",
            Self::GenerationFailed => "The generation failed",
            Self::Internal => "Something went wrong on our side",
        }
    }
}
