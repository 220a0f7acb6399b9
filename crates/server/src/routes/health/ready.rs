//! `GET /health/ready`: whether requests can be served, and what is not ready if they cannot.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::App;

/// Asks everything that a request needs.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    let parts = [("ledger", app.ledger.is_ready().await), ("accounts", app.accounts.is_ready().await)];
    let mut not_ready: Vec<&str> = Vec::new();
    for (name, answer) in parts {
        if let Err(cause) = answer {
            tracing::warn!(part = name, %cause, "not ready");
            not_ready.push(name);
        }
    }
    if app.closing.is_cancelled() {
        not_ready.push("stopping");
    }
    let is_ready = not_ready.is_empty();
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({"ready": is_ready, "not_ready": not_ready}))).into_response()
}
