//! What a page says about the checkout that led to it: `?checkout=…`.

use billing::CheckoutStatus;
use ui::Notice;
use uuid::Uuid;

use crate::App;
use crate::extract::SignedIn;

/// The word in the address after a checkout that the buyer left.
const CANCELED: &str = "canceled";

/// How the checkout ended that the address names. The gateway is asked before the page is made, so that the page has the credits; what
/// cannot be found out is not said.
pub(crate) async fn notice(app: &App, caller: &SignedIn, checkout: Option<&str>) -> Option<Notice> {
    let checkout = checkout?;
    match checkout {
        CANCELED => return Some(Notice::CheckoutCanceled),
        ui::CHECKOUT_LEFT => return Some(Notice::CheckoutLeft),
        _ => {}
    }
    let id = checkout.parse::<Uuid>().ok()?;
    match app.billing.checkout(caller.id(), id).await {
        Ok(Some(found)) => match found.status {
            CheckoutStatus::Paid => Some(Notice::CreditsAdded { credits: found.credits }),
            CheckoutStatus::Expired => Some(Notice::CheckoutExpired),
            CheckoutStatus::Open => None,
        },
        Ok(None) => None,
        Err(cause) => {
            tracing::warn!(%cause, checkout = %id, "a page was shown without how its checkout ended");
            None
        }
    }
}
