//! `/api`: for the signed-in user's browser.

pub(crate) mod account;
pub(crate) mod balance;
pub(crate) mod billing;
pub(crate) mod catalog;
pub(crate) mod checkout;
pub(crate) mod events;
pub(crate) mod generations;
pub(crate) mod me;
pub(crate) mod session;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// Says that an answer was given before, and is given again because the request is the same.
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// The headers of a first answer, or of its repetition.
fn replayed(is_replay: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if is_replay {
        headers.insert(IDEMPOTENT_REPLAYED, HeaderValue::from_static("true"));
    }
    headers
}
