//! `POST /checkout/test/{session}/cancel`: the buyer goes back without paying.

use axum::extract::State;
use axum::response::Redirect;

use super::{gateway, or_back, path_of, session_id};
use crate::App;
use crate::extract::{At, SignedIn};
use crate::problem::Refused;

/// Back to where the purchase began.
pub(crate) async fn cancel(
    State(app): State<App>,
    caller: SignedIn,
    At(session): At<String>,
) -> Result<Redirect, Refused> {
    let id = session_id(session)?;
    match gateway(&app)?.cancel(caller.id(), &id).await {
        Ok(left) => Ok(Redirect::to(path_of(&app, &left.back_url))),
        Err(error) => or_back(error, &id),
    }
}
