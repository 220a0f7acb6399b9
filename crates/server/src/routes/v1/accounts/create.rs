//! `PUT /v1/accounts/{account}`: an account is there from then on. The ledger begins an account with its first entry and says of any other
//! that it has nothing, so that there is nothing to write.

use axum::Json;
use axum::extract::State;
use credits::AccountId;
use wire::LedgerAccount;

use crate::App;
use crate::extract::{ApiKey, At};
use crate::problem::Refused;

/// The account, whether or not it was there.
pub(crate) async fn create(
    State(app): State<App>,
    _caller: ApiKey,
    At(account): At<AccountId>,
) -> Result<Json<LedgerAccount>, Refused> {
    let balance = app.ledger.balance(account).await?.into();
    Ok(Json(LedgerAccount { account: account.0, balance }))
}
