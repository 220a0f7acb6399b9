//! What is wrong about a body as a whole.

use axum::body::Body;
use serde_json::json;

use crate::support::{ADA, House, Server};

/// Every route that reads a body.
#[tokio::test]
async fn a_body_that_is_no_json_is_refused_everywhere_and_changes_nothing() {
    let house = House::new().await;
    let server = house.server().await;
    server.fund(ADA, 300).await;
    let hold = server.held(ADA, "a", 80).await;
    let large = format!("{{\"note\": \"{}\"}}", "a".repeat(64 * 1024));
    let rows: [(Option<&str>, &str, u16, &str); 6] = [
        (None, "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (Some("text/plain"), "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (Some("application/json"), &large, 413, "PAYLOAD_TOO_LARGE"),
        (Some("application/json"), "{", 400, "INVALID_REQUEST"),
        (Some("application/json"), "", 400, "INVALID_REQUEST"),
        (Some("application/json"), "[1, 2]", 400, "INVALID_REQUEST"),
    ];
    let of_hold = |verb: &str| format!("/v1/holds/{hold}/{verb}");
    let paths = [
        Server::of(ADA, "/deposits"),
        Server::of(ADA, "/holds"),
        of_hold("settle"),
        of_hold("release"),
        of_hold("extend"),
        "/v1/batch".to_owned(),
    ];
    for path in &paths {
        // A batch may be larger than anything else.
        for (content_type, body, status, code) in rows.iter().filter(|row| path != "/v1/batch" || row.2 != 413) {
            let mut request = server.request("POST", path).header("idempotency-key", "k");
            if let Some(content_type) = content_type {
                request = request.header("content-type", *content_type);
            }
            let answer = server.send(request, Body::from((*body).to_owned())).await;
            assert_eq!((answer.status, answer.code().as_str()), (*status, *code), "{path} {content_type:?} {body:.20}");
        }
    }
    assert_eq!(server.has(ADA).await, (220, 80));
}

#[tokio::test]
async fn a_number_that_no_computer_agrees_on_is_no_amount() {
    let house = House::new().await;
    let server = house.server().await;
    for amount in [json!(1e15), json!(9_007_199_254_740_993_i64), json!(u64::MAX), json!(1e300)] {
        let body = json!({"amount": amount, "source": "grant"});
        assert_eq!(server.write(&Server::of(ADA, "/deposits"), "k", &body).await.pointers(), ["/amount"], "{body}");
    }
}
