//! What the server's answer to a spending request means for the person who clicked. One place for every kind of generation.

use credits::{Credits, Quote, Request};
use uuid::Uuid;
use wire::{Accepted, Charge, Code, Failure, Generation, GenerationState, Problem, Redirect, Time};

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
        /// What it costs now, as a sentence for people.
        reason: String,
    },
    /// The session has ended.
    SignIn,
    /// Nobody knows whether the request arrived. The intent keeps its key, so that trying again is safe.
    Unknown,
    /// The request was refused: a failed card with this reason.
    Refused {
        /// A sentence for people.
        reason: String,
        /// Whether the next click goes on under the same key, because an earlier attempt may have been accepted under it.
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
        Code::PriceChanged => Answer::PriceChanged { reason: problem.detail },
        Code::AuthRequired => Answer::SignIn,
        Code::RequestInProgress => Answer::Unknown,
        Code::Forbidden
        | Code::NotFound
        | Code::InvalidRequest
        | Code::IdempotencyKeyReused
        | Code::HoldNotActive
        | Code::SettleExceedsHold
        | Code::PayloadTooLarge
        | Code::UnsupportedMediaType
        | Code::RateLimited
        | Code::ServiceUnavailable
        | Code::GenerationFailed
        | Code::Internal => {
            Answer::Refused { keeps_key: says_nothing_of_the_key(problem.code), reason: first_error(problem) }
        }
    }
}

/// Whether a refusal leaves open what became of an earlier attempt under the same key: it was made before the key was looked up,
/// that attempt is still at work, or nobody knows.
const fn says_nothing_of_the_key(code: Code) -> bool {
    match code {
        Code::AuthRequired
        | Code::Forbidden
        | Code::NotFound
        | Code::PayloadTooLarge
        | Code::UnsupportedMediaType
        | Code::RateLimited
        | Code::RequestInProgress
        | Code::ServiceUnavailable
        | Code::Internal => true,
        Code::InsufficientCredits
        | Code::InvalidRequest
        | Code::PriceChanged
        | Code::IdempotencyKeyReused
        | Code::HoldNotActive
        | Code::SettleExceedsHold
        | Code::GenerationFailed => false,
    }
}

/// Whether the next click on the same purchase goes on under the same key: nobody knows for certain how this attempt ended.
#[must_use]
pub fn keeps_purchase_key(answer: &Result<Redirect, ApiError>) -> bool {
    match answer {
        Ok(_) => false,
        Err(ApiError::Unreachable | ApiError::Unreadable) => true,
        Err(ApiError::Refused(problem)) => says_nothing_of_the_key(problem.code),
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
    fn a_402_names_what_was_asked_for_whatever_kind_it_is() {
        for (operation, cost) in [("Sora render", 80), ("Wan 2.5 preview", 5), ("Storyboard", 4), ("Image preview", 1)]
        {
            let asked = Quote { cost: cost.into(), operation: operation.to_owned() };
            let told = Problem {
                required: Some(90.into()),
                operation: Some(operation.to_owned()),
                ..Problem::new(Code::InsufficientCredits, "")
            };
            let untold = Problem::new(Code::InsufficientCredits, "");
            for (problem, cost) in [(told, 90_u32), (untold, cost)] {
                let answer = read(Err(ApiError::Refused(Box::new(problem))), &asked, None);
                let Answer::Short(blocked) = answer else { panic!("a 402 opens the modal") };
                assert_eq!(blocked.quote, Quote { cost: cost.into(), operation: operation.to_owned() });
            }
        }
    }

    #[test]
    fn a_lost_answer_keeps_the_key_and_blames_nobody() {
        assert_eq!(read(Err(ApiError::Unreachable), &sora(), None), Answer::Unknown);
        assert_eq!(answer(Problem::new(Code::RequestInProgress, "")), Answer::Unknown);
    }

    /// Refusals that are made before the key is looked up, and faults.
    const OPEN: [Code; 7] = [
        Code::RateLimited,
        Code::Forbidden,
        Code::NotFound,
        Code::PayloadTooLarge,
        Code::UnsupportedMediaType,
        Code::ServiceUnavailable,
        Code::Internal,
    ];

    #[test]
    fn a_refusal_that_was_made_before_the_key_was_looked_up_keeps_it() {
        for code in Code::ALL {
            let Answer::Refused { keeps_key, .. } = answer(Problem::new(code, "")) else { continue };
            assert_eq!(keeps_key, OPEN.contains(&code), "{code:?}");
        }
    }

    #[test]
    fn a_purchase_keeps_its_key_until_its_end_is_certain() {
        let refused = |code| Err(ApiError::Refused(Box::new(Problem::new(code, ""))));
        for code in OPEN.into_iter().chain([Code::RequestInProgress, Code::AuthRequired]) {
            assert!(keeps_purchase_key(&refused(code)), "{code:?}");
        }
        assert!(keeps_purchase_key(&Err(ApiError::Unreachable)));
        assert!(keeps_purchase_key(&Err(ApiError::Unreadable)));
        for code in [Code::InvalidRequest, Code::IdempotencyKeyReused] {
            assert!(!keeps_purchase_key(&refused(code)), "{code:?}");
        }
        assert!(!keeps_purchase_key(&Ok(Redirect { url: "/checkout/test/s1".to_owned() })));
    }

    #[test]
    fn a_changed_price_brings_the_new_one_and_a_lost_session_leads_to_sign_in() {
        let changed = Problem::new(Code::PriceChanged, "The price is 90 credits now, not 80.");
        assert_eq!(answer(changed), Answer::PriceChanged { reason: "The price is 90 credits now, not 80.".to_owned() });
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
