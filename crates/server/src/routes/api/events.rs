//! `GET /api/events`: the caller's balance and generations, as they change.

use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, StreamExt};

use crate::App;
use crate::events::{self, Frame};
use crate::extract::SignedIn;
use crate::problem::Refused;

/// How often a comment shows that the stream lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// A stream that begins with what is, and goes on with what changes.
pub(crate) async fn events(
    State(app): State<App>,
    caller: SignedIn,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, axum::Error>> + Send + use<>>, Refused> {
    let seen_version = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    let frames = events::stream(&app, &caller, seen_version).await?;
    let frames = frames.map(Frame::into_sse);
    Ok(Sse::new(frames).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}
