//! The words of the screens: every fixed text, and the sentences about what happened and what to do.

use credits::limits::PROMPT_CHARACTERS_MAX;
use credits::{Credits, QuoteRefusal, Shortfall};
use wire::{Charge, Generation, GenerationState};

use super::credits::{grouped, in_words};

/// The product's name.
pub const PRODUCT: &str = "Farebox";

/// The rail.
pub const TOOL_NAVIGATION: &str = "Tool navigation";
/// The rail's link to the panel.
pub const TOOL: &str = "Tool";
/// The bottom bar's link to the list of generations.
pub const RESULTS: &str = "Results";
/// The rail's link to the workspace.
pub const HOME: &str = "Home";
/// The rail's link, and the heading and button of the page that it leads to.
pub const SIGN_IN: &str = "Sign in";
/// The heading and button of the page on which an account is made.
pub const SIGN_UP: &str = "Sign up";
/// Ends the session.
pub const SIGN_OUT: &str = "Sign out";
/// The button on the avatar.
pub const ACCOUNT_MENU: &str = "Account menu";
/// The billing page.
pub const BILLING: &str = "Billing";

/// The panel.
pub const CONTROLS: &str = "Generation controls";
/// The tab for clips.
pub const VIDEO: &str = "Video";
/// The tab for pictures.
pub const IMAGE: &str = "Image";
/// What kind of result the panel is set to.
pub const OUTPUT: &str = "Output";
/// The text area.
pub const PROMPT: &str = "Prompt";
/// What the empty text area shows.
pub const PROMPT_PLACEHOLDER: &str = "Describe what you want to see";
/// Makes what the panel is set to.
pub const GENERATE: &str = "Generate";
/// A cheap clip.
pub const PREVIEW: &str = "Preview";
/// Four frames.
pub const STORYBOARD: &str = "Storyboard";
/// One picture.
pub const IMAGE_PREVIEW: &str = "Image preview";
/// The shape of the result.
pub const ASPECT_RATIO: &str = "Aspect ratio";
/// How long a clip lasts.
pub const DURATION: &str = "Duration";
/// The model on the tab for clips.
pub const VIDEO_MODEL: &str = "Video model";
/// The model on the tab for pictures.
pub const IMAGE_MODEL: &str = "Image model";
/// The group of models in full quality.
pub const RENDER_MODELS: &str = "Render";
/// The group of cheap models.
pub const DRAFT_MODELS: &str = "Preview";

/// The list.
pub const GENERATIONS: &str = "Generations";
/// The list while it is empty.
pub const NOTHING_YET: &str = "Nothing here yet";
/// What the empty list adds.
pub const NOTHING_YET_HINT: &str = "What you generate appears here. A failed one is never charged.";
/// Loads older cards.
pub const SHOW_MORE: &str = "Show more";
/// Stops the work.
pub const CANCEL: &str = "Cancel";
/// Asks for the same again.
pub const RETRY: &str = "Retry";
/// Saves the result.
pub const DOWNLOAD: &str = "Download";
/// Puts the prompt and its settings back into the panel.
pub const REUSE_PROMPT: &str = "Reuse prompt";
/// What became of the cost of work that gave no result.
pub const NOT_CHARGED: &str = "Not charged";
/// How much is done.
pub const PROGRESS: &str = "Progress";

/// The modal's name.
pub const INSUFFICIENT_CREDITS: &str = "Insufficient Credits";
/// The modal's promise.
pub const PROMPT_WAITS: &str = "Your prompt waits here. Nothing is spent until you press Continue.";
/// Closes the modal.
pub const MAYBE_LATER: &str = "Maybe later";
/// Closes a dialog.
pub const CLOSE: &str = "Close";
/// Spends on what was blocked before.
pub const CONTINUE: &str = "Continue";
/// A checkout is being prepared.
pub const OPENING_CHECKOUT: &str = "Opening checkout…";
/// Goes before the offer of a plan.
pub const OR: &str = "Or ";
/// Hides a message.
pub const DISMISS: &str = "Dismiss";

/// What can be spent.
pub const BALANCE: &str = "Balance";
/// What comes every month.
pub const PLANS: &str = "Plans";
/// The plans' rhythm.
pub const MONTHLY: &str = "Monthly";
/// What comes once.
pub const CREDIT_PACKS: &str = "Credit packs";
/// The packs' rhythm.
pub const ONE_TIME: &str = "One time";
/// The highlighted plan.
pub const RECOMMENDED: &str = "Recommended";
/// Buys a plan.
pub const SUBSCRIBE: &str = "Subscribe";
/// Buys a pack.
pub const BUY_CREDITS: &str = "Buy credits";
/// Opens the gateway's portal.
pub const MANAGE_BILLING: &str = "Manage billing";
/// Follows what is on hold.
pub const FOR_RUNNING_WORK: &str = " for running work";
/// Follows a price.
pub const A_MONTH: &str = "a month";

/// The stream has ended and is being opened again.
pub const NOT_LIVE: &str = "Reconnecting; the number may be out of date";
/// A checkout ended without a payment.
pub const CHECKOUT_CANCELED: &str = "Checkout canceled. Nothing was charged.";
/// A checkout ran out.
pub const CHECKOUT_EXPIRED: &str = "The checkout expired. Nothing was charged.";
/// No answer came, so that nobody knows whether the request arrived.
pub const NO_ANSWER: &str = "No answer arrived. Try again: the same request is never charged twice.";
/// No answer came to a request that spends nothing.
pub const UNREACHABLE: &str = "The studio cannot be reached. Check the connection and try again.";
/// An answer came that is not one of ours.
pub const UNREADABLE: &str = "The answer could not be read. Try again in a moment.";

/// The forms.
pub const EMAIL: &str = "Email";
/// The forms.
pub const PASSWORD: &str = "Password";
/// The form that makes an account.
pub const DISPLAY_NAME: &str = "Name (optional)";
/// What a password has to be.
pub const PASSWORD_HINT: &str = "At least 8 characters.";
/// A form while its request is on its way.
pub const ONE_MOMENT: &str = "One moment…";
/// Below the form for those who have an account.
pub const NO_ACCOUNT_YET: &str = "No account yet? ";
/// Below the form for those who make one.
pub const HAVE_AN_ACCOUNT: &str = "Already have an account? ";
/// Below the headings of both forms.
pub const SIGN_IN_HINT: &str = "Your prompt is kept while you sign in.";

/// The page that waits for the gateway.
pub const CONFIRMING: &str = "Confirming your payment";
/// That page when the checkout ran out.
pub const EXPIRED: &str = "This checkout has expired";
/// The page that is left when it is over.
pub const GO_BACK: &str = "Go back";

/// Below the heading of the page that makes an account.
pub const SIGN_UP_HINT: &str = "An account holds your credits. It costs nothing.";

/// What a checkout added: `300 credits added`.
#[must_use]
pub fn credits_added(credits: Credits) -> String {
    format!("{} added", in_words(credits))
}

/// What the page says that waits for the gateway.
#[must_use]
pub fn on_their_way(credits: Credits) -> String {
    let verb = if credits.get() == 1 { "is on its" } else { "are on their" };
    format!("{} {verb} way. You will be taken back without a click.", in_words(credits))
}

/// What the modal says once there is enough.
#[must_use]
pub fn you_now_have(available: Credits) -> String {
    format!("You now have {}", in_words(available))
}

/// The modal's sentence, in pieces between which the three numbers stand in bold.
#[must_use]
pub fn shortfall(shortfall: &Shortfall) -> [String; 7] {
    let word = super::credits::word;
    [
        "You have ".to_owned(),
        grouped(shortfall.available),
        format!(" {}. This {} costs ", word(shortfall.available), shortfall.operation),
        grouped(shortfall.required),
        format!(" {}. You need ", word(shortfall.required)),
        grouped(shortfall.missing()),
        " more.".to_owned(),
    ]
}

/// What the modal adds when holds are in the way.
#[must_use]
pub fn held_back(held: Credits) -> Option<String> {
    let is_one = held.get() == 1;
    (held > Credits::ZERO).then(|| {
        let verb = if is_one { "is" } else { "are" };
        format!("{} {verb} on hold for running work and may return.", in_words(held))
    })
}

/// The catalog has changed since the page was rendered.
#[must_use]
pub fn price_changed(operation: &str, cost: Credits) -> String {
    format!("{operation} now costs {}. Nothing was spent. Press again to go on at this price.", in_words(cost))
}

/// Why a request has no price, to the person who wrote it.
#[must_use]
pub fn refusal(refusal: &QuoteRefusal) -> String {
    match refusal {
        QuoteRefusal::UnknownModel { .. } => "This model is no longer offered. Choose another one.".to_owned(),
        QuoteRefusal::UnknownDuration { .. } => "This duration is not offered. Choose another one.".to_owned(),
        QuoteRefusal::EmptyPrompt => "Write a prompt first.".to_owned(),
        QuoteRefusal::PromptTooLong { characters } => prompt_too_long(*characters),
        QuoteRefusal::PriceOutOfRange => "This has no price. Choose another duration.".to_owned(),
    }
}

/// The prompt is longer than a prompt may be.
#[must_use]
pub fn prompt_too_long(characters: usize) -> String {
    format!("The prompt has {characters} characters; at most {PROMPT_CHARACTERS_MAX} are allowed.")
}

/// How a card without a result is headed.
#[must_use]
pub const fn state(state: GenerationState) -> &'static str {
    match state {
        GenerationState::Queued => "Waiting",
        GenerationState::Running => "Rendering",
        GenerationState::Succeeded => "Done",
        GenerationState::Failed => "Not made",
        GenerationState::Cancelled => "Cancelled",
    }
}

/// What screen readers are told when a generation starts or ends.
#[must_use]
pub fn announcement(generation: &Generation) -> String {
    let operation = &generation.operation;
    let charge = match generation.charge {
        Charge::NotCharged => ". No credits were spent.",
        Charge::Held | Charge::Charged => ".",
    };
    match generation.state {
        GenerationState::Queued | GenerationState::Running => {
            format!("{operation} started. {} on hold.", in_words(generation.cost))
        }
        GenerationState::Succeeded => format!("{operation} is ready. {} charged.", in_words(generation.cost)),
        GenerationState::Failed => {
            let reason =
                generation.failure.as_ref().map_or("", |failure| failure.reason.as_str()).trim_end_matches('.');
            let colon = if reason.is_empty() { "" } else { ": " };
            format!("{operation} failed{colon}{reason}{charge}")
        }
        GenerationState::Cancelled => format!("{operation} cancelled{charge}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(available: u32, required: u32) -> String {
        let short =
            Shortfall { required: required.into(), available: available.into(), operation: "Sora render".to_owned() };
        shortfall(&short).concat()
    }

    #[test]
    fn the_modal_says_three_numbers_in_plain_words() {
        assert_eq!(sentence(0, 80), "You have 0 credits. This Sora render costs 80 credits. You need 80 more.");
        assert_eq!(sentence(1, 80), "You have 1 credit. This Sora render costs 80 credits. You need 79 more.");
        assert_eq!(sentence(0, 1), "You have 0 credits. This Sora render costs 1 credit. You need 1 more.");
    }

    #[test]
    fn what_a_checkout_brought_is_said_in_words() {
        assert_eq!(credits_added(300.into()), "300 credits added");
        assert_eq!(you_now_have(1.into()), "You now have 1 credit");
        assert_eq!(held_back(0.into()), None);
        assert_eq!(held_back(80.into()).as_deref(), Some("80 credits are on hold for running work and may return."));
    }
}
