//! `POST /checkout/test/portal/{token}/cancel/{subscription}`: a plan ends with the month that is paid.

use axum::extract::State;
use axum::response::Redirect;
use billing::SubscriptionId;

use super::gateway;
use crate::App;
use crate::extract::{At, SignedIn};
use crate::problem::Refused;

/// Back on the portal's page, which shows how the plan stands now.
pub(crate) async fn portal_cancel(
    State(app): State<App>,
    caller: SignedIn,
    At((token, subscription)): At<(String, String)>,
) -> Result<Redirect, Refused> {
    let id = SubscriptionId::new(subscription).map_err(|error| Refused::not_found().because(error))?;
    gateway(&app)?.cancel_plan(caller.id(), &token, &id).await?;
    Ok(Redirect::to(&format!("/checkout/test/portal/{token}")))
}
