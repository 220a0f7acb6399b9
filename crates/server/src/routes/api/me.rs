//! `GET /api/me`: who am I.

use axum::Json;
use wire::Me;

use crate::extract::SignedIn;

/// Who is signed in.
pub(crate) async fn me(caller: SignedIn) -> Json<Me> {
    Json(caller.account.into())
}
