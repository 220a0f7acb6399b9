//! `GET /api/balance`: what the account has.

use axum::Json;
use axum::extract::State;
use wire::Balance;

use crate::App;
use crate::extract::SignedIn;
use crate::problem::Refused;

/// The caller's balance, from the ledger's own state.
pub(crate) async fn balance(State(app): State<App>, caller: SignedIn) -> Result<Json<Balance>, Refused> {
    Ok(Json(app.ledger.balance(caller.id()).await?.into()))
}
