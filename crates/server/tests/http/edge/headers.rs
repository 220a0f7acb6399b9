//! The headers that every answer has.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::support::{House, request};

/// Around the hash of the start-up module, which is there when the browser part has been built.
const CONTENT_SECURITY: [&str; 2] = [
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
    "; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; \
     form-action 'self'",
];

/// The policy around the text of the only script that may stand in a page.
fn content_security(page: &str) -> String {
    let [before, after] = CONTENT_SECURITY;
    let script = page.split_once("<script type=\"module\">").and_then(|(_, rest)| rest.split_once("</script>"));
    let hash = script.map(|(script, _)| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script))));
    format!("{before}{}{after}", hash.unwrap_or_default())
}

#[tokio::test]
async fn every_answer_is_guarded_and_named() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let mut names = std::collections::HashSet::new();
    let content_security = content_security(ada.get("/").await.text());
    for path in [
        "/",
        "/billing",
        "/signin",
        "/no-such-page",
        "/api/me",
        "/api/no-such-call",
        "/health/live",
        "/problems/internal",
    ] {
        let answer = ada.get(path).await;
        for (name, value) in [
            ("content-security-policy", &*content_security),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name} of {path}");
        }
        assert!(answer.header("permissions-policy").unwrap().contains("camera=()"));
        assert_eq!(answer.header("strict-transport-security"), None);
        names.insert(answer.header("x-request-id").unwrap().to_owned());
    }
    assert_eq!(names.len(), 8);
}

#[tokio::test]
async fn a_name_from_outside_is_not_taken() {
    let house = House::new().await;
    let request = request("GET", "/api/me").header("x-request-id", "forged").body(axum::body::Body::empty()).unwrap();
    let answer = house.visitor().send(request).await;
    answer.code();
    assert_ne!(answer.header("x-request-id"), Some("forged"));
}

#[tokio::test]
async fn pages_are_compressed_and_streams_and_clips_are_not() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let done = house.generation(&ada, &crate::support::sora("a fox"), "succeeded").await;
    let clip = done["assets"][0]["url"].as_str().unwrap();
    for (path, encoding) in [("/", Some("br")), ("/api/catalog", Some("br")), ("/api/events", None), (clip, None)] {
        let request =
            request("GET", path).header("accept-encoding", "br, gzip").body(axum::body::Body::empty()).unwrap();
        let response = ada.raw(request).await;
        let found = response.headers().get("content-encoding").map(|value| value.to_str().unwrap());
        assert_eq!(found, encoding, "{path}");
    }
}
