//! `GET /api/catalog`: what things cost. The same for everyone, signed in or not.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::App;

/// The catalog, or that it is still the one that the caller has.
pub(crate) async fn catalog(State(app): State<App>, headers: HeaderMap) -> Response {
    let tag = app.catalog_tag.as_str();
    let kept = [(ETAG, tag), (CACHE_CONTROL, "public, no-cache")];
    if is_known(&headers, tag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    (kept, Json(wire::Catalog::from(&*app.catalog))).into_response()
}

/// Whether the caller has this version: one of the tags that it names, or any.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    values.flat_map(|value| value.split(',')).any(|known| known.trim() == "*" || opaque(known) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_tag_is_known_in_a_list_and_however_weak() {
        let has = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, HeaderValue::from_static(value));
            is_known(&headers, "W/\"abc\"")
        };
        assert!(has("W/\"abc\"") && has("\"abc\"") && has("\"x\", W/\"abc\"") && has("*"));
        assert!(!has("\"x\"") && !has("abc") && !has(""));
        assert!(!is_known(&HeaderMap::new(), "W/\"abc\""));
    }
}
