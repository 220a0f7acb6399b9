//! `GET /checkout/return/{checkout}`: where a gateway sends the browser after paying. The gateway is asked; nobody waits for a webhook.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use billing::CheckoutStatus;
use ui::Page;
use uuid::Uuid;

use crate::App;
use crate::convert;
use crate::extract::{At, SignedIn};
use crate::pages;
use crate::problem::Refused;

/// Back to where the purchase began once it is paid; until then a page that goes on asking.
pub(crate) async fn checkout_return(
    State(app): State<App>,
    caller: SignedIn,
    At(id): At<Uuid>,
) -> Result<Response, Refused> {
    let found = app.billing.checkout(caller.id(), id).await?.ok_or_else(Refused::not_found)?;
    let return_to = found.return_to.with_checkout(&id.to_string());
    match found.status {
        CheckoutStatus::Paid => Ok(Redirect::to(&return_to).into_response()),
        CheckoutStatus::Open | CheckoutStatus::Expired => {
            let status = convert::checkout_status(found.status);
            let page = Page::CheckoutReturn { checkout: id, status, credits: found.credits, return_to };
            let path = format!("/checkout/return/{id}");
            Ok(pages::show(&app, &path, Some(&caller), page).await.into_response())
        }
    }
}
