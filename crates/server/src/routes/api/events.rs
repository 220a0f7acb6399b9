//! `GET /api/events`: the caller's balance and generations, as they change.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, StreamExt};

use crate::App;
use crate::events::{self, Frame};
use crate::extract::{SignedIn, first_value};
use crate::problem::Refused;

/// How often a comment shows that the stream lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// A stream that begins with what is, and goes on with what changes.
pub(crate) async fn events(
    State(app): State<App>,
    caller: SignedIn,
    headers: HeaderMap,
    address: Uri,
) -> Result<Sse<impl Stream<Item = Result<Event, axum::Error>> + Send + use<>>, Refused> {
    let frames = events::stream(&app, &caller, seen_version(&headers, &address)).await?;
    let frames = frames.map(Frame::into_sse);
    Ok(Sse::new(frames).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
}

/// The version of the last balance that the caller was told. A browser that goes on with a stream says it in the header. A program
/// that opens another one cannot set a header, and writes it into the address: so the header is the newer of the two when both are
/// there. What is no version counts as not said, because a stream from the beginning is right for everybody.
fn seen_version(headers: &HeaderMap, address: &Uri) -> Option<u64> {
    let in_header = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse().ok());
    in_header.or_else(|| first_value(address, "last_event_id")?.parse().ok())
}
