//! `POST /v1/holds/{hold}/extend`: the operation is still at work; its hold lives longer.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use credits::decide::Verb;
use wire::ExtendRequest;

use crate::App;
use crate::extract::{ApiKey, At, Field, Fields, Intent, field};
use crate::problem::Refused;
use crate::routes::v1::asks::{Asks, answer};
use crate::routes::v1::hold_name::HoldName;
use crate::routes::v1::limits::{EXPIRES_IN, ExpiresIn};
use crate::routes::v1::names::Names;

/// Moves the hold's end. It takes a key like every write, but none is remembered: a repetition only moves the end again.
pub(crate) async fn extend(
    State(app): State<App>,
    _caller: ApiKey,
    At(hold): At<HoldName>,
    intent: Intent<ExtendRequest>,
) -> Result<Response, Refused> {
    answer(&app, hold, intent).await
}

impl Asks for ExtendRequest {
    type On = HoldName;
    const STATUS: StatusCode = StatusCode::OK;

    fn verb(self, on: HoldName, _names: Names, app: &App) -> Result<Verb, Refused> {
        let lifetime = Duration::from_secs(self.expires_in_seconds.into());
        Ok(Verb::Extend { hold: on.hold, expires_at: app.ledger.now().after(lifetime) })
    }
}

impl Fields for ExtendRequest {
    const FIELDS: &'static [Field] = &[field::<ExpiresIn>("expires_in_seconds", EXPIRES_IN)];
}
