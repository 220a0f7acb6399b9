//! The handlers, in folders that mirror the addresses.

pub(crate) mod api;
#[cfg(debug_assertions)]
pub(crate) mod gallery;
pub(crate) mod health;
pub(crate) mod pages;
pub(crate) mod test_checkout;
pub(crate) mod v1;
pub(crate) mod webhooks;

use axum::http::{HeaderMap, HeaderName, HeaderValue};

/// Says that an answer was given before, and is given again because the request is the same.
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// The headers of a first answer, or of its repetition.
pub(crate) fn replayed(is_replay: bool) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if is_replay {
        headers.insert(IDEMPOTENT_REPLAYED, HeaderValue::from_static("true"));
    }
    headers
}
