//! `GET /v1/accounts/{account}/balance`: what an account has.

use axum::Json;
use axum::extract::State;
use credits::AccountId;
use wire::Balance;

use crate::App;
use crate::extract::{ApiKey, At};
use crate::problem::Refused;

/// Its balance, from the ledger's own state; zero for an account without entries.
pub(crate) async fn balance(
    State(app): State<App>,
    _caller: ApiKey,
    At(account): At<AccountId>,
) -> Result<Json<Balance>, Refused> {
    Ok(Json(app.ledger.balance(account).await?.into()))
}
