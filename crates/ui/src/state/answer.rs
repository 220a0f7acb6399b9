//! What the server's answer to a spending request means for the person who clicked. One place for every kind of generation.

use credits::{Credits, Quote, Request};
use uuid::Uuid;
use wire::{Accepted, Charge, Code, Failure, Generation, GenerationState, Problem, Time};

use super::blocked::Blocked;
use crate::api::error::ApiError;
use crate::format::messages;

/// What an answer means.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The work has begun and its cost is on hold.
    Accepted(Box<Accepted>),
    /// Not enough credits: an offer, not a failure. No card; the intent waits.
    Short(Box<Blocked>),
    /// The price is another. Nothing is sent again without a click.
    PriceChanged {
        /// What it costs now.
        cost: Credits,
    },
    /// The session has ended.
    SignIn,
    /// Nobody knows whether the request arrived. The intent keeps its key, so that trying again is safe.
    Unknown,
    /// The request was refused for good: a failed card with this reason.
    Refused {
        /// A sentence for people.
        reason: String,
        /// Whether the key may have been taken by an attempt that is still at work.
        keeps_key: bool,
    },
}

/// Reads the server's answer.
#[must_use]
pub fn read(answer: Result<Accepted, ApiError>, quote: &Quote, seen_version: Option<u64>) -> Answer {
    match answer {
        Ok(accepted) => Answer::Accepted(Box::new(accepted)),
        Err(ApiError::Unreachable | ApiError::Unreadable) => Answer::Unknown,
        Err(ApiError::Refused(problem)) => refused(*problem, quote, seen_version),
    }
}

fn refused(problem: Problem, quote: &Quote, seen_version: Option<u64>) -> Answer {
    match problem.code {
        Code::InsufficientCredits => Answer::Short(Box::new(Blocked {
            quote: Quote {
                cost: problem.required.unwrap_or(quote.cost),
                operation: problem.operation.unwrap_or_else(|| quote.operation.clone()),
            },
            available: problem.available.unwrap_or(Credits::ZERO),
            held: problem.held.unwrap_or(Credits::ZERO),
            offer: problem.offer.map(credits::Offer::from),
            seen_version,
        })),
        Code::PriceChanged => Answer::PriceChanged { cost: problem.cost.unwrap_or(quote.cost) },
        Code::AuthRequired => Answer::SignIn,
        Code::RequestInProgress => Answer::Unknown,
        Code::ServiceUnavailable | Code::Internal => Answer::Refused { reason: problem.detail, keeps_key: true },
        Code::InvalidRequest => Answer::Refused { reason: first_error(problem), keeps_key: false },
        Code::Forbidden
        | Code::NotFound
        | Code::IdempotencyKeyReused
        | Code::HoldNotActive
        | Code::SettleExceedsHold
        | Code::PayloadTooLarge
        | Code::UnsupportedMediaType
        | Code::RateLimited
        | Code::GenerationFailed => Answer::Refused { reason: problem.detail, keeps_key: false },
    }
}

fn first_error(problem: Problem) -> String {
    problem.errors.into_iter().next().map_or(problem.detail, |error| error.detail)
}

/// The failed card that a refusal leaves.
#[must_use]
pub fn failed_card(id: Uuid, request: Request, quote: &Quote, reason: String, now: Time) -> Generation {
    Generation {
        id,
        kind: request.kind,
        model: request.model,
        operation: quote.operation.clone(),
        prompt: request.prompt,
        aspect_ratio: request.aspect_ratio,
        seconds: request.seconds,
        state: GenerationState::Failed,
        progress_permille: 0,
        cost: quote.cost,
        charge: Charge::NotCharged,
        failure: Some(Failure { code: Code::GenerationFailed, reason }),
        assets: Vec::new(),
        created_at: now,
        revision: 0,
    }
}

/// What to say about a request that spends nothing and failed.
#[must_use]
pub fn sentence(error: ApiError) -> String {
    match error {
        ApiError::Unreachable => messages::UNREACHABLE.to_owned(),
        ApiError::Unreadable => messages::UNREADABLE.to_owned(),
        ApiError::Refused(problem) => first_error(*problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sora() -> Quote {
        Quote { cost: 80.into(), operation: "Sora render".to_owned() }
    }

    fn answer(problem: Problem) -> Answer {
        read(Err(ApiError::Refused(Box::new(problem))), &sora(), Some(7))
    }

    #[test]
    fn a_402_is_an_offer_with_the_servers_numbers_and_leaves_no_card() {
        let problem = Problem {
            required: Some(80.into()),
            available: Some(12.into()),
            held: Some(35.into()),
            operation: Some("Sora render".to_owned()),
            ..Problem::new(Code::InsufficientCredits, "Not enough credits.")
        };
        let Answer::Short(blocked) = answer(problem) else { panic!("a 402 opens the modal") };
        assert_eq!((blocked.available.get(), blocked.held.get(), blocked.seen_version), (12, 35, Some(7)));
    }

    #[test]
    fn a_lost_answer_keeps_the_key_and_blames_nobody() {
        assert_eq!(read(Err(ApiError::Unreachable), &sora(), None), Answer::Unknown);
        assert_eq!(answer(Problem::new(Code::RequestInProgress, "")), Answer::Unknown);
    }

    #[test]
    fn a_changed_price_brings_the_new_one_and_a_lost_session_leads_to_sign_in() {
        let changed = Problem { cost: Some(90.into()), ..Problem::new(Code::PriceChanged, "") };
        assert_eq!(answer(changed), Answer::PriceChanged { cost: 90.into() });
        assert_eq!(answer(Problem::new(Code::AuthRequired, "")), Answer::SignIn);
    }

    #[test]
    fn every_other_code_leaves_a_failed_card_with_its_reason() {
        for code in Code::ALL {
            let has_its_own = matches!(
                code,
                Code::InsufficientCredits | Code::PriceChanged | Code::AuthRequired | Code::RequestInProgress
            );
            let is_refused = matches!(answer(Problem::new(code, "Because.")), Answer::Refused { reason, .. } if reason == "Because.");
            assert_eq!(is_refused, !has_its_own, "{code:?}");
        }
    }
}
