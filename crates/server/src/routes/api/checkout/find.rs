//! `GET /api/checkout/{id}`: how a checkout stands, asked of the gateway at this moment.

use axum::Json;
use axum::extract::State;
use uuid::Uuid;
use wire::CheckoutSession;

use crate::App;
use crate::convert;
use crate::extract::{At, Spender};
use crate::problem::Refused;

/// Its state, for which the gateway is asked, so that this counts like spending; when it is paid its credits are on the account before this is answered.
pub(crate) async fn find(
    State(app): State<App>,
    caller: Spender,
    At(id): At<Uuid>,
) -> Result<Json<CheckoutSession>, Refused> {
    let found = app.billing.checkout(caller.account, id).await?.ok_or_else(Refused::not_found)?;
    Ok(Json(CheckoutSession { status: convert::checkout_status(found.status), credits: found.credits }))
}
