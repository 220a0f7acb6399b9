//! `POST /checkout/test/{session}/decline`: the card is refused.

use axum::extract::State;
use axum::response::Redirect;

use super::{gateway, or_back, session_id, to_page};
use crate::App;
use crate::extract::{At, SignedIn};
use crate::problem::Refused;

/// Back on the checkout page, which says so and can still be paid.
pub(crate) async fn decline(
    State(app): State<App>,
    caller: SignedIn,
    At(session): At<String>,
) -> Result<Redirect, Refused> {
    let id = session_id(session)?;
    match gateway(&app)?.decline(caller.id(), &id).await {
        Ok(_) => Ok(to_page(&id)),
        Err(error) => or_back(error, &id),
    }
}
