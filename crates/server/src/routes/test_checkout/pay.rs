//! `POST /checkout/test/{session}/pay`: pays, and tells billing as a webhook would.

use axum::extract::State;
use axum::response::Redirect;

use super::{gateway, or_back, path_of, session_id};
use crate::App;
use crate::extract::{At, SignedIn};
use crate::problem::Refused;

/// Pays and goes on to the return page. When telling fails nothing is lost, as with a real webhook: the return page asks.
pub(crate) async fn pay(
    State(app): State<App>,
    caller: SignedIn,
    At(session): At<String>,
) -> Result<Redirect, Refused> {
    let id = session_id(session)?;
    match gateway(&app)?.pay(caller.id(), &id).await {
        Ok((paid, notice)) => {
            if let Err(cause) = app.billing.session_paid(&notice.session).await {
                tracing::warn!(%cause, session = %id, "billing could not be told of a payment");
            }
            Ok(Redirect::to(path_of(&app, &paid.done_url)))
        }
        Err(error) => or_back(error, &id),
    }
}
