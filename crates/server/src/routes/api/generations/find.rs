//! `GET /api/generations/{id}`: one piece of the caller's work.

use axum::Json;
use axum::extract::State;
use uuid::Uuid;
use wire::Generation;

use crate::App;
use crate::convert;
use crate::extract::{At, SignedIn};
use crate::problem::Refused;

/// How it stands.
pub(crate) async fn find(
    State(app): State<App>,
    caller: SignedIn,
    At(id): At<Uuid>,
) -> Result<Json<Generation>, Refused> {
    let found = app.studio.find(caller.id(), id).await?.ok_or_else(Refused::not_found)?;
    Ok(Json(convert::generation(found)))
}
