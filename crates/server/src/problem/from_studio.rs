//! Why a generation was not accepted or not cancelled, as a problem.

use std::time::Duration;

use credits::words::{self, grouped, in_words};
use credits::{Catalog, Credits, QuoteRefusal, Shortfall, cheapest_cover};
use studio::SubmitError;
use wire::{Code, FieldError, Offer, Problem};

use super::Refused;

/// How long to wait for running work to give its credits back.
const HELD_RETRY: Duration = Duration::from_secs(5);

/// How long to wait for the first attempt under a key.
const IN_PROGRESS_RETRY: Duration = Duration::from_secs(1);

/// A refused submission; the catalog says what would cover what is missing.
pub(crate) fn not_submitted(error: SubmitError, catalog: &Catalog) -> Refused {
    match error {
        SubmitError::Invalid(refusals) => Refused::invalid(refusals.iter().map(wrong_field).collect()),
        SubmitError::PriceChanged { expected_cost, cost } => price_changed(expected_cost, cost),
        SubmitError::KeyReused => key_reused(),
        SubmitError::InProgress => Refused::new(
            Code::RequestInProgress,
            "The first request with this idempotency key is still being worked on.",
        )
        .retry_after(IN_PROGRESS_RETRY),
        SubmitError::Insufficient { shortfall, held } => insufficient(shortfall, held, catalog),
        SubmitError::Unavailable(error) => error.into(),
    }
}

/// `IDEMPOTENCY_KEY_REUSED`.
pub(crate) fn key_reused() -> Refused {
    Refused::new(
        Code::IdempotencyKeyReused,
        "This idempotency key was used for a different request. Give each intent a key of its own.",
    )
}

/// A field of a generation request that the price function does not take.
pub(crate) fn wrong_field(refusal: &QuoteRefusal) -> FieldError {
    FieldError { pointer: format!("/{}", refusal.field()), detail: refusal.to_string() }
}

fn price_changed(expected_cost: Credits, cost: Credits) -> Refused {
    let (now, not) = (in_words(cost), grouped(expected_cost));
    let detail = format!("The price is {now} now, not {not}. Nothing was held or charged.");
    let mut problem = Problem::new(Code::PriceChanged, detail);
    problem.expected_cost = Some(expected_cost);
    problem.cost = Some(cost);
    Refused::of(problem)
}

/// `INSUFFICIENT_CREDITS`, with the cheapest cover.
pub(super) fn insufficient(shortfall: Shortfall, held: Credits, catalog: &Catalog) -> Refused {
    let (detail, missing) = (words::shortfall(&shortfall), shortfall.missing());
    let Shortfall { required, available, operation } = shortfall;
    // Waiting helps when what is on hold would be enough if all of it came back.
    let is_retryable = available.plus(held).is_ok_and(|together| together >= required);
    let problem = Problem {
        required: Some(required),
        available: Some(available),
        held: Some(held),
        missing: Some(missing),
        operation: Some(operation),
        offer: cheapest_cover(catalog, missing).map(Offer::from),
        retryable: Some(is_retryable),
        ..Problem::new(Code::InsufficientCredits, detail)
    };
    let refused = Refused::of(problem);
    if is_retryable { refused.retry_after(HELD_RETRY) } else { refused }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog() -> Catalog {
        Catalog::from_toml(include_str!("../../../../catalog.toml")).unwrap()
    }

    fn short_of_80(available: u32, held: u32) -> Refused {
        let shortfall = Shortfall {
            required: Credits::from(80),
            available: Credits::from(available),
            operation: "Sora render".to_owned(),
        };
        not_submitted(SubmitError::Insufficient { shortfall, held: Credits::from(held) }, &catalog())
    }

    #[test]
    fn waiting_helps_when_credits_on_hold_alone_are_in_the_way() {
        for (available, held, is_retryable) in [(0, 0, false), (12, 67, false), (12, 68, true), (0, 80, true)] {
            let refused = short_of_80(available, held);
            assert_eq!(refused.problem("r").retryable, Some(is_retryable), "{available} and {held}");
            assert_eq!(refused.retry_after_seconds().is_some(), is_retryable, "{available} and {held}");
        }
    }

    #[test]
    fn the_sentence_has_the_three_numbers() {
        let problem = short_of_80(12, 0).problem("r");
        assert_eq!(problem.detail, "You have 12 credits. This Sora render costs 80 credits. You need 68 more.");
        assert!(short_of_80(1, 0).problem("r").detail.starts_with("You have 1 credit. "));
        let price = price_changed(Credits::from(2), Credits::from(1)).problem("r");
        assert_eq!(price.detail, "The price is 1 credit now, not 2. Nothing was held or charged.");
        assert_eq!(problem.offer.map(|offer| (offer.name, offer.quantity)), Some(("Starter Pack".to_owned(), 1)));
    }
}
