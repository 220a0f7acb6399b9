//! `POST /api/billing/portal`: the gateway's page on which plans are shown and cancelled.

use axum::Json;
use axum::extract::State;
use wire::Redirect;

use crate::App;
use crate::extract::Spender;
use crate::problem::Refused;

/// Where to send the browser.
pub(crate) async fn portal(State(app): State<App>, caller: Spender) -> Result<Json<Redirect>, Refused> {
    Ok(Json(Redirect { url: app.billing.portal_url(caller.account).await? }))
}
