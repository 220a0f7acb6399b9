//! The words of the screens: every label and every sentence, and nothing but words. A second language is a second file like this one.
//!
//! Gaps stand in braces and are filled by `labels` and `sentences`. What answers and commands say as well stands in `credits::words`.

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
/// Ends the session.
pub const SIGN_OUT: &str = "Sign out";
/// The button on the avatar.
pub const ACCOUNT_MENU: &str = "Account menu";
/// The billing page.
pub const BILLING: &str = "Billing";
/// Credits, where there is little room.
pub const CR: &str = "cr";
/// The pill's accessible name.
pub const PILL: &str = "{credits} — view billing";
/// The pill's accessible name while nobody knows.
pub const PILL_UNKNOWN: &str = "Credits unknown — view billing";
/// The pill while nobody knows.
pub const UNKNOWN: &str = "–";
/// What is set aside.
pub const ON_HOLD: &str = "{number} on hold";

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
/// A duration.
pub const SECONDS: &str = "{number} s";
/// The model on the tab for clips.
pub const VIDEO_MODEL: &str = "Video model";
/// The model on the tab for pictures.
pub const IMAGE_MODEL: &str = "Image model";
/// The group of models in full quality.
pub const RENDER_MODELS: &str = "Render";
/// The group of cheap models.
pub const DRAFT_MODELS: &str = "Preview";
/// What an action costs, after its name.
pub const COST: &str = "· {number} cr";
/// What can be spent, beside the cost.
pub const AVAILABLE: &str = "· {number} bal";
/// Why an action that looks disabled does.
pub const NEED: &str = "Need {credits} (you have {number})";

/// The list.
pub const GENERATIONS: &str = "Generations";
/// How many cards the list shows.
pub const ONE_OUTPUT: &str = "1 output";
/// How many cards the list shows, when it is not one.
pub const OUTPUTS: &str = "{number} outputs";
/// How many cards the list shows when there are more to load.
pub const OUTPUTS_AND_MORE: &str = "{number}+ outputs";
/// The list while it is empty.
pub const NOTHING_YET: &str = "Nothing here yet";
/// What the empty list adds: what to do first.
pub const NOTHING_YET_HINT: &str =
    "Write a prompt, choose a model and press Generate. A generation that fails is never charged.";
/// Loads older cards.
pub const SHOW_MORE: &str = "Show more";
/// Stops the work.
pub const CANCEL: &str = "Cancel";
/// Asks for the same again.
pub const RETRY: &str = "Retry";
/// Plays a clip.
pub const PLAY: &str = "Play";
/// Saves the result.
pub const DOWNLOAD: &str = "Download";
/// Puts the prompt and its settings back into the panel.
pub const REUSE_PROMPT: &str = "Reuse prompt";
/// A model with its cost, in the list of models and on cards.
pub const MODEL: &str = "{model} · {number} cr";
/// A card whose cost is on hold.
pub const MODEL_HELD: &str = "{model} · {number} cr on hold";
/// A card without a charge, before that is said.
pub const MODEL_FREE: &str = "{model} ·";
/// What became of the cost of work that gave no result.
pub const NOT_CHARGED: &str = "Not charged";
/// One picture of several, for those who do not see it.
pub const FRAME: &str = "Frame {number} of {count}";
/// How much is done.
pub const PROGRESS: &str = "Progress";
/// How much is done, as a number.
pub const PERCENT: &str = "{number} %";
/// A card whose work has not begun.
pub const WAITING: &str = "Waiting";
/// A card whose work is under way.
pub const RENDERING: &str = "Rendering";
/// A card with its result.
pub const DONE: &str = "Done";
/// A card whose work failed.
pub const NOT_MADE: &str = "Not made";
/// A card whose work was stopped.
pub const CANCELLED: &str = "Cancelled";
/// How long ago: less than a minute.
pub const JUST_NOW: &str = "just now";
/// How long ago.
pub const MINUTES: &str = "{number} min";
/// How long ago.
pub const HOURS: &str = "{number} h";
/// How long ago.
pub const DAYS: &str = "{number} d";
/// Told when a generation starts.
pub const STARTED: &str = "{operation} started. {credits} on hold.";
/// Told when a generation has succeeded.
pub const READY: &str = "{operation} is ready. {credits} charged.";
/// Told when a generation has failed.
pub const FAILED: &str = "{operation} failed. {charge}";
/// Told when a generation has failed and it is known why.
pub const FAILED_BECAUSE: &str = "{operation} failed: {reason}. {charge}";
/// Told when a generation was stopped.
pub const STOPPED: &str = "{operation} cancelled. {charge}";
/// Told with the end of work that gave no result.
pub const NOTHING_SPENT: &str = "Not charged.";

/// The modal's name.
pub const INSUFFICIENT_CREDITS: &str = "Insufficient Credits";
/// The modal's heading once there is enough.
pub const YOU_NOW_HAVE: &str = "You now have {credits}";
/// What the modal says first when one credit on hold is all that is in the way.
pub const ONE_HELD_FOR: &str = "1 credit is on hold for {work}.";
/// What the modal says first when only credits on hold are in the way.
pub const HELD_FOR: &str = "{credits} are on hold for {work}.";
/// What the modal adds when one credit is on hold, but would not be enough.
pub const ONE_HELD_BACK: &str = "1 credit is on hold for running work and may return.";
/// What the modal adds when credits are on hold, but not enough.
pub const HELD_BACK: &str = "{credits} are on hold for running work and may return.";
/// What credits are on hold for.
pub const A_RUNNING_RENDER: &str = "a running render";
/// What credits are on hold for.
pub const A_RUNNING_PREVIEW: &str = "a running preview";
/// What credits are on hold for.
pub const A_RUNNING_STORYBOARD: &str = "a running storyboard";
/// What credits are on hold for.
pub const A_RUNNING_IMAGE: &str = "a running image preview";
/// What credits are on hold for, when it is several things.
pub const RUNNING_WORK: &str = "running work";
/// The offer's button.
pub const BUY: &str = "Buy {pack} — {price} ({number} cr)";
/// Several of a pack.
pub const COUNTED: &str = "{number} × {pack}";
/// The modal's promise.
pub const PROMPT_WAITS: &str = "Your prompt waits here. Nothing is spent until you press Continue.";
/// Goes before the offer of a plan.
pub const OR: &str = "Or ";
/// The offer of a plan.
pub const SUBSCRIBE_FROM: &str = "subscribe from {price}/mo for {credits}/month";
/// Closes the modal.
pub const MAYBE_LATER: &str = "Maybe later";
/// Closes a dialog.
pub const CLOSE: &str = "Close";
/// Spends on what was blocked before.
pub const CONTINUE: &str = "Continue";
/// A checkout is being prepared.
pub const OPENING_CHECKOUT: &str = "Opening checkout…";
/// The gateway's portal is being opened.
pub const OPENING_BILLING: &str = "Opening billing…";
/// Hides a message.
pub const DISMISS: &str = "Dismiss";

/// What can be spent.
pub const BALANCE: &str = "Balance";
/// Follows what is on hold.
pub const FOR_RUNNING_WORK: &str = " for running work";
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
/// Follows a price or credits.
pub const A_MONTH: &str = "a month";
/// What a plan is good for.
pub const WORTH: &str = "About {renders}, or {previews}";
/// One render of a model.
pub const ONE_RENDER: &str = "1 {model} render";
/// Any other number of them.
pub const RENDERS: &str = "{number} {model} renders";
/// One cheap clip.
pub const ONE_PREVIEW: &str = "1 preview";
/// Any other number of them.
pub const PREVIEWS: &str = "{number} previews";
/// What a pack costs.
pub const ONCE: &str = "{price} once";
/// What a pack costs, and a credit of it.
pub const ONCE_EACH: &str = "{price} once · {cents} ¢ a credit";

/// The stream has been away for a while and is being opened again.
pub const RECONNECTING: &str = "Reconnecting…";
/// A checkout was paid.
pub const CREDITS_ADDED: &str = "{credits} added";
/// A checkout ended without a payment.
pub const CHECKOUT_CANCELED: &str = "Checkout canceled. Nothing was charged.";
/// The browser's Back led here from a checkout.
pub const CHECKOUT_LEFT: &str = "You left the checkout. If you paid, your credits arrive here by themselves.";
/// A checkout ran out.
pub const CHECKOUT_EXPIRED: &str = "The checkout expired. Nothing was charged.";
/// After the reason why a request was refused at its old price.
pub const PRICE_CHANGED: &str = "{reason} Press again to go on at this price.";
/// No answer came, so that nobody knows whether the request arrived.
pub const NO_ANSWER: &str = "No answer arrived. Try again: the same request is never charged twice.";
/// No answer came to a request that spends nothing.
pub const UNREACHABLE: &str = "The studio cannot be reached. Check the connection and try again.";
/// An answer came that is not one of ours.
pub const UNREADABLE: &str = "The answer could not be read. Try again in a moment.";

/// The page that waits for the gateway.
pub const CONFIRMING: &str = "Confirming your payment";
/// That page when the checkout ran out.
pub const EXPIRED: &str = "This checkout has expired";
/// What the waiting page says when one credit comes.
pub const ONE_ON_ITS_WAY: &str = "1 credit is on its way. You will be taken back without a click.";
/// What the waiting page says.
pub const ON_THEIR_WAY: &str = "{credits} are on their way. You will be taken back without a click.";
/// The page that is left when it is over.
pub const GO_BACK: &str = "Go back";

/// The words of pages that only the server knows: plain forms, errors, explanations.
#[cfg(feature = "ssr")]
pub mod plain {
    /// What the product is, for search engines.
    pub const DESCRIPTION: &str = "Make pictures and clips, and always know what a click costs.";
    /// The heading and button of the page on which an account is made.
    pub const SIGN_UP: &str = "Sign up";
    /// A field.
    pub const EMAIL: &str = "Email";
    /// A field.
    pub const PASSWORD: &str = "Password";
    /// A field of the form that makes an account.
    pub const DISPLAY_NAME: &str = "Name (optional)";
    /// What a password has to be.
    pub const PASSWORD_HINT: &str = "At least 8 characters.";
    /// Below the form for those who have an account.
    pub const NO_ACCOUNT_YET: &str = "No account yet? ";
    /// Below the form for those who make one.
    pub const HAVE_AN_ACCOUNT: &str = "Already have an account? ";
    /// Below the heading of the form for those who have an account.
    pub const SIGN_IN_HINT: &str = "Your prompt is kept while you sign in.";
    /// Below the heading of the form for those who make one.
    pub const SIGN_UP_HINT: &str = "An account holds your credits. It costs nothing.";
    /// The way out of a page.
    pub const BACK_TO_WORKSPACE: &str = "Back to the workspace";
    /// There is nothing at an address.
    pub const NOT_FOUND: &str = "Page not found";
    /// What that page says.
    pub const NOT_FOUND_HINT: &str = "There is nothing at this address, or it belongs to someone else.";
    /// A fault of ours.
    pub const FAULT: &str = "Something went wrong on our side";
    /// What that page says.
    pub const FAULT_HINT: &str = "Nothing was spent by it. Try again; if it happens again, tell us this name:";
    /// What the page of a request says that was refused for a reason of its own.
    pub const REFUSED_HINT: &str = "Nothing was spent by it.";
    /// Goes before a request's name.
    pub const REQUEST: &str = "Request";
    /// The built-in gateway's checkout.
    pub const CHECKOUT: &str = "Checkout";
    /// What the built-in gateway says on every screen.
    pub const TEST_CHECKOUT: &str = "Test checkout: no money moves";
    /// What is bought.
    pub const ORDER: &str = "Your order";
    /// What it costs in all.
    pub const TOTAL: &str = "Total";
    /// Pays.
    pub const PAY: &str = "Pay";
    /// Pays as if the gateway's notice were lost.
    pub const PAY_SILENTLY: &str = "Pay, but tell nobody";
    /// Lets the payment be refused.
    pub const DECLINE: &str = "Decline";
    /// The payment was refused.
    pub const DECLINED: &str = "Your card was declined. Nothing was charged.";
    /// The session has been paid before.
    pub const ALREADY_PAID: &str = "This checkout has already been paid.";
    /// The built-in gateway's portal.
    pub const YOUR_PLANS: &str = "Your plans";
    /// The portal while nothing is subscribed to.
    pub const NO_PLANS: &str = "No plan is active.";
    /// What a plan costs and brings.
    pub const EVERY_MONTH: &str = "{price} a month · {credits} a month";
    /// When a plan renews.
    pub const RENEWS_ON: &str = "Renews on {day}";
    /// When a plan ends that has been cancelled.
    pub const CANCELS_ON: &str = "Cancels on {day}";
    /// Ends a plan.
    pub const CANCEL_PLAN: &str = "Cancel plan";
    /// The portal's way back.
    pub const BACK_TO_BILLING: &str = "Back to billing";
}
