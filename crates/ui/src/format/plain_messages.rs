//! The words of the pages that only the server knows: plain forms, errors, explanations.

/// That page when it is over.
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
/// Ends a plan.
pub const CANCEL_PLAN: &str = "Cancel plan";
/// The portal's way back.
pub const BACK_TO_BILLING: &str = "Back to billing";

/// When a plan renews.
#[must_use]
pub fn renews_on(day: &str) -> String {
    format!("Renews on {day}")
}

/// When a plan ends that has been cancelled.
#[must_use]
pub fn cancels_on(day: &str) -> String {
    format!("Cancels on {day}")
}
