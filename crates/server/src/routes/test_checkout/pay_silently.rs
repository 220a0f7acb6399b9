//! `POST /checkout/test/{session}/pay-silently`: pays, and tells nobody: the case of the lost webhook.

use axum::extract::State;
use axum::response::Redirect;

use super::{gateway, or_back, path_of, session_id};
use crate::App;
use crate::extract::{At, SignedIn};
use crate::problem::Refused;

/// Pays and goes on to the return page.
pub(crate) async fn pay_silently(
    State(app): State<App>,
    caller: SignedIn,
    At(session): At<String>,
) -> Result<Redirect, Refused> {
    let id = session_id(session)?;
    match gateway(&app)?.pay_silently(caller.id(), &id).await {
        Ok(paid) => Ok(Redirect::to(path_of(&app, &paid.done_url))),
        Err(error) => or_back(error, &id),
    }
}
