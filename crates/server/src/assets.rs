//! The built browser part under `/assets/`: inside the binary, compressed beforehand, kept by browsers for a year.

use std::borrow::Cow;
use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rust_embed::Embed;
use sha2::{Digest, Sha256};
use ui::AssetNames;

/// `target/ui` as `cargo xtask ui` leaves it: inside the binary in a release, read from the disk in development.
#[derive(Embed)]
#[folder = "../../target/ui"]
#[allow_missing = true]
struct Files;

/// The part of `manifest.json` that pages need.
#[derive(serde::Deserialize)]
struct Manifest {
    names: AssetNames,
}

/// The names carry a hash of the content, so what a name stands for never changes.
const KEEP_FOR_A_YEAR: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The names of the built files; `None` when the browser part was not built, and pages are then plain HTML.
#[must_use]
pub fn asset_names() -> Option<&'static AssetNames> {
    static NAMES: LazyLock<Option<AssetNames>> = LazyLock::new(read_names);
    NAMES.as_ref()
}

/// What the content policy names the start-up module by, which stands in pages that come alive: `'sha256-…'` as of CSP level 3. `None` when
/// the browser part was not built.
pub(crate) fn boot_source() -> Option<String> {
    let hash = Sha256::digest(asset_names()?.boot.as_bytes());
    Some(format!("'sha256-{}'", BASE64_STANDARD.encode(hash)))
}

fn read_names() -> Option<AssetNames> {
    let Some(file) = Files::get("manifest.json") else {
        tracing::warn!("the browser part is not built, pages will not come alive: `cargo xtask ui` builds it");
        return None;
    };
    match serde_json::from_slice::<Manifest>(&file.data) {
        Ok(manifest) => Some(manifest.names),
        Err(error) => {
            tracing::error!(%error, "target/ui/manifest.json cannot be read, pages will not come alive");
            None
        }
    }
}

/// `GET /assets/{name}`.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{name}", get(show))
}

async fn show(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(content_type) = content_type(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some((encoding, data)) = find(&name, accepted) else { return StatusCode::NOT_FOUND.into_response() };
    // Each encoding is a representation of its own and needs a tag of its own.
    let tag = format!("\"{name}{}\"", encoding.suffix());
    let is_known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| names_tag(known, &tag));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(bytes(data)));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        if let Some(token) = encoding.token() {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(token));
        }
        response
    };
    response.headers_mut().insert(header::CACHE_CONTROL, KEEP_FOR_A_YEAR);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// The forms in which every file was stored, the smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    const SMALLEST_FIRST: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    fn token(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }
}

fn find(name: &str, accepted: &str) -> Option<(Encoding, Cow<'static, [u8]>)> {
    Encoding::SMALLEST_FIRST
        .into_iter()
        .filter(|encoding| encoding.token().is_none_or(|token| accepts(accepted, token)))
        .find_map(|encoding| Files::get(&format!("{name}{}", encoding.suffix())).map(|file| (encoding, file.data)))
}

/// Whether an `Accept-Encoding` header takes this encoding: named, and not with a weight of zero.
fn accepts(accepted: &str, token: &str) -> bool {
    accepted.split(',').any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let is_named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(token));
        let is_refused =
            parts.filter_map(|part| part.strip_prefix("q=")).any(|weight| weight.trim_matches(['0', '.']).is_empty());
        is_named && !is_refused
    })
}

fn names_tag(known: &HeaderValue, tag: &str) -> bool {
    known.to_str().is_ok_and(|known| known.split(',').any(|entry| entry.trim().trim_start_matches("W/") == tag))
}

/// The kinds of file that the browser part has; anything else in the folder is not for browsers.
fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "wasm" => Some("application/wasm"),
        _ => None,
    }
}

fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;
    use tower::ServiceExt;

    #[test]
    fn an_encoding_counts_when_it_is_named_and_not_refused() {
        let cases = [
            ("gzip, deflate, br", "br", true),
            ("gzip;q=0.8, BR;q=1", "br", true),
            ("br;q=0", "br", false),
            ("br; q=0.000", "br", false),
            ("gzip", "br", false),
            ("", "gzip", false),
            ("*", "gzip", false),
            ("brotli", "br", false),
        ];
        for (accepted, token, expected) in cases {
            assert_eq!(accepts(accepted, token), expected, "{token} in {accepted:?}");
        }
    }

    #[test]
    fn a_tag_is_found_among_others_and_when_weak() {
        let known = HeaderValue::from_static("\"a.br\", W/\"b.br\"");
        assert!(names_tag(&known, "\"b.br\""));
        assert!(!names_tag(&known, "\"b\""));
    }

    async fn ask(name: &str, accepted: &str, known: &str) -> Response {
        let request = Request::get(format!("/assets/{name}"))
            .header(header::ACCEPT_ENCODING, accepted)
            .header(header::IF_NONE_MATCH, known)
            .body(Body::empty())
            .unwrap();
        router::<()>().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn what_is_not_for_browsers_is_not_found() {
        for name in ["manifest.json", "farebox-0.css", "farebox-0.css.br", "..%2fCargo.toml", "..%2f..%2fx.js"] {
            assert_eq!(ask(name, "br", "").await.status(), StatusCode::NOT_FOUND, "{name}");
        }
    }

    #[test]
    fn wasm_is_named_so_that_browsers_compile_it_while_it_comes() {
        assert_eq!(content_type("farebox-0.wasm"), Some("application/wasm"));
    }

    #[tokio::test]
    async fn a_built_file_is_sent_in_the_smallest_form_that_the_browser_takes() {
        // Native tests do not need the browser part; whoever has built it gets it tested.
        let Some(names) = asset_names() else { return };
        let br = ask(&names.css, "gzip, br", "").await;
        assert_eq!(br.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(br.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        assert_eq!(br.headers()[header::CACHE_CONTROL], KEEP_FOR_A_YEAR);
        let gzip = ask(&names.css, "gzip", "").await;
        assert_eq!(gzip.headers()[header::CONTENT_ENCODING], "gzip");
        assert_ne!(gzip.headers()[header::ETAG], br.headers()[header::ETAG]);
        let plain = ask(&names.css, "", "").await;
        assert!(!plain.headers().contains_key(header::CONTENT_ENCODING));
        let again = ask(&names.css, "gzip, br", br.headers()[header::ETAG].to_str().unwrap()).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }
}
