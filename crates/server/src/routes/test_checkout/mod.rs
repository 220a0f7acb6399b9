//! The pages of the test gateway: plain forms, for the buyer alone. No money moves, and every page says so.

mod cancel;
mod decline;
mod page;
mod pay;
mod pay_silently;
mod portal;
mod portal_cancel;

use axum::response::Redirect;
use billing::SessionId;
use billing::gateways::test_checkout::{TestCheckout, TestCheckoutError};

use crate::App;
use crate::problem::Refused;
pub(crate) use cancel::cancel;
pub(crate) use decline::decline;
pub(crate) use page::page;
pub(crate) use pay::pay;
pub(crate) use pay_silently::pay_silently;
pub(crate) use portal::portal;
pub(crate) use portal_cancel::portal_cancel;

/// The test gateway; its pages are not there when another gateway is in use.
fn gateway(app: &App) -> Result<&TestCheckout, Refused> {
    app.test_checkout.as_ref().ok_or_else(Refused::not_found)
}

fn session_id(text: String) -> Result<SessionId, Refused> {
    SessionId::new(text).map_err(|error| Refused::not_found().because(error))
}

/// An address that the gateway names. Ours become paths, so that the browser stays at the host name that it came by, where its cookie is.
fn path_of<'a>(app: &App, url: &'a str) -> &'a str {
    url.strip_prefix(&app.settings.public_url).filter(|path| path.starts_with('/')).unwrap_or(url)
}

/// Back to the checkout's page when it says itself why nothing was done.
fn or_back(error: TestCheckoutError, id: &SessionId) -> Result<Redirect, Refused> {
    match error {
        TestCheckoutError::Expired | TestCheckoutError::AlreadyPaid => Ok(to_page(id)),
        TestCheckoutError::NotFound | TestCheckoutError::Unavailable(_) => Err(error.into()),
    }
}

fn to_page(id: &SessionId) -> Redirect {
    Redirect::to(&format!("/checkout/test/{id}"))
}
