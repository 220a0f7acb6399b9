//! `GET /health/ready`: whether requests can be served, and what is not ready if they cannot.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::App;

/// Says what is in the way of a request, if anything is.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    let mut not_ready = app.not_ready().await;
    if app.closing.is_cancelled() {
        not_ready.push("stopping");
    }
    let is_ready = not_ready.is_empty();
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({"ready": is_ready, "not_ready": not_ready}))).into_response()
}
