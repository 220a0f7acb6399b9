//! `POST /v1/holds/{hold}/settle`: the operation succeeded; the held credits, or fewer, are spent.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use credits::decide::Verb;
use wire::SettleRequest;

use crate::App;
use crate::extract::{ApiKey, At, Field, Fields, Intent, optional};
use crate::problem::Refused;
use crate::routes::v1::asks::{Asks, answer};
use crate::routes::v1::hold_name::HoldName;
use crate::routes::v1::limits::{AMOUNT, Amount};
use crate::routes::v1::names::Names;

/// Spends what was held, or less; the rest returns.
pub(crate) async fn settle(
    State(app): State<App>,
    _caller: ApiKey,
    At(hold): At<HoldName>,
    intent: Intent<SettleRequest>,
) -> Result<Response, Refused> {
    answer(&app, hold, intent).await
}

impl Asks for SettleRequest {
    type On = HoldName;
    const STATUS: StatusCode = StatusCode::OK;

    fn verb(self, on: HoldName, names: Names, _app: &App) -> Result<Verb, Refused> {
        Ok(Verb::Settle { key: names.key, hold: on.hold, amount: self.amount })
    }
}

impl Fields for SettleRequest {
    const FIELDS: &'static [Field] = &[optional::<Option<Amount>>("amount", AMOUNT)];
}
