//! `GET /api/generations`: the caller's work, newest first.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use uuid::Uuid;
use wire::{Generation, List};

use crate::App;
use crate::convert;
use crate::extract::{Asked, SignedIn};
use crate::problem::Refused;

/// How many generations a page has.
pub(crate) const PAGE: usize = 50;

/// Where a page begins.
#[derive(Deserialize)]
pub(crate) struct From {
    cursor: Option<String>,
}

/// One page of the caller's generations.
pub(crate) async fn list(
    State(app): State<App>,
    caller: SignedIn,
    Asked(From { cursor }): Asked<From>,
) -> Result<Json<List<Generation>>, Refused> {
    let cursor = cursor.map(|text| text.parse::<Uuid>()).transpose().map_err(|error| {
        Refused::invalid_field("cursor", "`cursor` must be the `next_cursor` of an earlier answer.").because(error)
    })?;
    Ok(Json(convert::generations(app.studio.list(caller.id(), cursor, PAGE).await?)))
}
