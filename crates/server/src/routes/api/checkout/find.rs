//! `GET /api/checkout/{id}`: how a checkout stands, asked of the gateway at this moment.

use axum::Json;
use axum::extract::State;
use uuid::Uuid;
use wire::CheckoutSession;

use crate::App;
use crate::convert;
use crate::extract::{At, SignedIn};
use crate::problem::Refused;

/// Its state; when it is paid its credits are on the account before this is answered.
pub(crate) async fn find(
    State(app): State<App>,
    caller: SignedIn,
    At(id): At<Uuid>,
) -> Result<Json<CheckoutSession>, Refused> {
    let found = app.billing.checkout(caller.id(), id).await?.ok_or_else(Refused::not_found)?;
    Ok(Json(CheckoutSession { status: convert::checkout_status(found.status), credits: found.credits }))
}
