//! Sentences about what happened and what to do, made from the words in `messages`.

use credits::words::{fill, in_words};
use credits::{Credits, Kind};
use wire::{Charge, Generation, GenerationState};

use super::messages;

/// The first of two sentences for one credit, the second for any other number of them.
fn counted_credits(credits: Credits, one: &str, many: &str) -> String {
    fill(if credits.get() == 1 { one } else { many }, &[("credits", &in_words(credits))])
}

/// What a checkout added: `300 credits added`.
#[must_use]
pub fn credits_added(credits: Credits) -> String {
    fill(messages::CREDITS_ADDED, &[("credits", &in_words(credits))])
}

/// What the page says that waits for the gateway.
#[must_use]
pub fn on_their_way(credits: Credits) -> String {
    counted_credits(credits, messages::ONE_ON_ITS_WAY, messages::ON_THEIR_WAY)
}

/// What the modal says once there is enough.
#[must_use]
pub fn you_now_have(available: Credits) -> String {
    fill(messages::YOU_NOW_HAVE, &[("credits", &in_words(available))])
}

/// What the modal says first when only holds are in the way: `80 credits are on hold for a running render.` The kind is that of the one
/// generation at work; with several, or where they are not known, it is running work.
#[must_use]
pub fn held_alone(held: Credits, running: Option<Kind>) -> String {
    let work = match running {
        Some(Kind::Render) => messages::A_RUNNING_RENDER,
        Some(Kind::Draft) => messages::A_RUNNING_PREVIEW,
        Some(Kind::Storyboard) => messages::A_RUNNING_STORYBOARD,
        Some(Kind::Image) => messages::A_RUNNING_IMAGE,
        None => messages::RUNNING_WORK,
    };
    fill(&counted_credits(held, messages::ONE_HELD_FOR, messages::HELD_FOR), &[("work", work)])
}

/// What the modal adds when something is on hold, but not enough.
#[must_use]
pub fn held_back(held: Credits) -> String {
    counted_credits(held, messages::ONE_HELD_BACK, messages::HELD_BACK)
}

/// The catalog has changed since the page was rendered, in the server's words, and what to do about it.
#[must_use]
pub fn price_changed(reason: &str) -> String {
    fill(messages::PRICE_CHANGED, &[("reason", reason)])
}

/// How a card without a result is headed.
#[must_use]
pub const fn state(state: GenerationState) -> &'static str {
    match state {
        GenerationState::Queued => messages::WAITING,
        GenerationState::Running => messages::RENDERING,
        GenerationState::Succeeded => messages::DONE,
        GenerationState::Failed => messages::NOT_MADE,
        GenerationState::Cancelled => messages::CANCELLED,
    }
}

/// What screen readers are told when a generation starts or ends.
#[must_use]
pub fn announcement(generation: &Generation) -> String {
    let reason = generation.failure.as_ref().map_or("", |failure| failure.reason.trim_end_matches('.'));
    let sentence = match generation.state {
        GenerationState::Queued | GenerationState::Running => messages::STARTED,
        GenerationState::Succeeded => messages::READY,
        GenerationState::Failed if reason.is_empty() => messages::FAILED,
        GenerationState::Failed => messages::FAILED_BECAUSE,
        GenerationState::Cancelled => messages::STOPPED,
    };
    let charge = match generation.charge {
        Charge::NotCharged => messages::NOTHING_SPENT,
        Charge::Held | Charge::Charged => "",
    };
    let credits = in_words(generation.cost);
    let gaps =
        [("operation", generation.operation.as_str()), ("credits", &credits), ("reason", reason), ("charge", charge)];
    fill(sentence, &gaps).trim_end().to_owned()
}

/// What a plan costs and brings: `$19 a month · 500 credits a month`.
#[cfg(feature = "ssr")]
#[must_use]
pub fn every_month(price: &credits::Money, credits: Credits) -> String {
    fill(messages::plain::EVERY_MONTH, &[("price", &price.to_string()), ("credits", &in_words(credits))])
}

/// When a plan renews.
#[cfg(feature = "ssr")]
#[must_use]
pub fn renews_on(day: &str) -> String {
    fill(messages::plain::RENEWS_ON, &[("day", day)])
}

/// When a plan ends that has been cancelled.
#[cfg(feature = "ssr")]
#[must_use]
pub fn cancels_on(day: &str) -> String {
    fill(messages::plain::CANCELS_ON, &[("day", day)])
}

#[cfg(test)]
mod tests {
    use credits::{AspectRatio, Timestamp};
    use uuid::Uuid;
    use wire::{Code, Failure, Time};

    use super::*;

    #[test]
    fn what_a_checkout_brings_is_said_in_words() {
        assert_eq!(credits_added(300.into()), "300 credits added");
        assert_eq!(you_now_have(1.into()), "You now have 1 credit");
        assert_eq!(on_their_way(1.into()), "1 credit is on its way. You will be taken back without a click.");
        assert_eq!(
            on_their_way(1_200.into()),
            "1,200 credits are on their way. You will be taken back without a click."
        );
    }

    #[test]
    fn what_is_on_hold_is_said_with_what_it_is_for() {
        assert_eq!(held_back(80.into()), "80 credits are on hold for running work and may return.");
        assert_eq!(held_back(1.into()), "1 credit is on hold for running work and may return.");
        assert_eq!(held_alone(80.into(), Some(Kind::Render)), "80 credits are on hold for a running render.");
        assert_eq!(held_alone(1.into(), Some(Kind::Image)), "1 credit is on hold for a running image preview.");
        assert_eq!(held_alone(85.into(), None), "85 credits are on hold for running work.");
    }

    #[test]
    fn start_and_end_are_announced_with_what_became_of_the_credits() {
        let told = |state, charge, reason: Option<&str>| {
            announcement(&Generation {
                id: Uuid::nil(),
                kind: Kind::Render,
                model: "sora-2".to_owned(),
                operation: "Sora render".to_owned(),
                prompt: "{charge}".to_owned(),
                aspect_ratio: AspectRatio::Wide,
                seconds: 5,
                state,
                progress_permille: 0,
                cost: 80.into(),
                charge,
                failure: reason.map(|it| Failure { code: Code::GenerationFailed, reason: it.to_owned() }),
                assets: Vec::new(),
                created_at: Time(Timestamp(0)),
                revision: 1,
            })
        };
        use GenerationState::{Cancelled, Failed, Queued, Succeeded};
        assert_eq!(told(Queued, Charge::Held, None), "Sora render started. 80 credits on hold.");
        assert_eq!(told(Succeeded, Charge::Charged, None), "Sora render is ready. 80 credits charged.");
        assert_eq!(told(Failed, Charge::NotCharged, None), "Sora render failed. Not charged.");
        let refused = told(Failed, Charge::NotCharged, Some("The model refused this prompt."));
        assert_eq!(refused, "Sora render failed: The model refused this prompt. Not charged.");
        assert_eq!(told(Cancelled, Charge::NotCharged, None), "Sora render cancelled. Not charged.");
    }
}
