//! `GET /health/live`: the process answers.

use axum::Json;
use serde_json::{Value, json};

/// That it answers is the answer.
pub(crate) async fn live() -> Json<Value> {
    Json(json!({"live": true}))
}
