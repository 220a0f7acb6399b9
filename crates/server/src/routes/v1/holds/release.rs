//! `POST /v1/holds/{hold}/release`: the operation came to nothing; all held credits return.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use credits::decide::Verb;
use wire::ReleaseRequest;

use crate::App;
use crate::extract::{ApiKey, At, Field, Fields, Intent};
use crate::problem::Refused;
use crate::routes::v1::asks::{Asks, answer};
use crate::routes::v1::hold_name::HoldName;
use crate::routes::v1::names::Names;

/// Returns all that was held.
pub(crate) async fn release(
    State(app): State<App>,
    _caller: ApiKey,
    At(hold): At<HoldName>,
    intent: Intent<ReleaseRequest>,
) -> Result<Response, Refused> {
    answer(&app, hold, intent).await
}

impl Asks for ReleaseRequest {
    type On = HoldName;
    const STATUS: StatusCode = StatusCode::OK;

    fn verb(self, on: HoldName, names: Names, _app: &App) -> Result<Verb, Refused> {
        Ok(Verb::Release { key: names.key, hold: on.hold })
    }
}

impl Fields for ReleaseRequest {
    const FIELDS: &'static [Field] = &[];
}
