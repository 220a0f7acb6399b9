//! How much and how often.

use axum::body::Body;
use serde_json::json;
use server::ServerSettings;
use wire::Code;

use crate::support::{FORM, House, Untouched, form, image, request, sora};

#[tokio::test]
async fn signing_in_too_often_is_told_to_wait() {
    let house = House::with(ServerSettings { sign_in_a_minute: 3, ..ServerSettings::default() }).await;
    let visitor = house.visitor();
    let wrong = json!({"email": "ada@example.org", "password": "wrong horse"});
    for path in ["/api/session", "/api/session", "/api/account"] {
        visitor.post(path, &wrong).await;
    }
    for path in ["/api/session", "/api/account"] {
        let answer = visitor.post(path, &wrong).await;
        assert_eq!((answer.status, answer.code().as_str()), (429, "RATE_LIMITED"), "{path}");
        let wait: u64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=20).contains(&wait), "{wait}");
    }
    // The forms are counted together with the calls, and still show what was typed.
    for path in ["/signin", "/signup"] {
        let page = house.visitor().fill(path, &[("email", "ada@example.org"), ("password", "correct horse")]).await;
        assert_eq!((page.status, page.header("content-type")), (429, Some("text/html; charset=utf-8")), "{path}");
        let wait: u64 = page.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=20).contains(&wait), "{wait}");
        for text in ["role=\"alert\"", "Too many attempts from your address.", "value=\"ada@example.org\""] {
            assert!(page.text().contains(text), "{text} is not in {}", page.text());
        }
    }
    assert_eq!(visitor.get("/api/catalog").await.status, 200);
}

#[tokio::test]
async fn spending_too_often_is_told_to_wait_and_changes_nothing() {
    let settings = ServerSettings { spending_a_minute: 3, ..ServerSettings::default() };
    let house = House::with(settings).await;
    let (ada, bob) = (house.owner("ada", 300).await, house.owner("bob", 300).await);
    for n in 0..3 {
        ada.spend("/api/generations", &format!("k{n}"), &sora("wait")).await.ok();
    }
    let before = Untouched::of(&house, &ada).await;
    for path in ["/api/generations", "/api/checkout"] {
        let answer = ada.spend(path, "another", &image("a fox")).await;
        assert_eq!((answer.status, answer.code().as_str()), (429, "RATE_LIMITED"), "{path}");
        assert!(answer.header("retry-after").is_some());
    }
    assert_eq!(Untouched::of(&house, &ada).await.entries(), before.entries());
    assert_eq!(bob.spend("/api/generations", "k", &image("a fox")).await.status, 202);
}

/// Every route that reads a body, with what is wrong about the body as a whole.
#[tokio::test]
async fn a_body_that_is_no_json_is_refused_everywhere_and_changes_nothing() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let before = Untouched::of(&house, &ada).await;
    let large = format!("{{\"prompt\": \"{}\"}}", "a".repeat(64 * 1024));
    let rows: [(Option<&str>, &str, u16, &str); 7] = [
        (None, "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (Some("text/plain"), "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (Some("application/x-www-form-urlencoded"), "a=1", 415, "UNSUPPORTED_MEDIA_TYPE"),
        (Some("application/json"), &large, 413, "PAYLOAD_TOO_LARGE"),
        (Some("application/json"), "{", 400, "INVALID_REQUEST"),
        (Some("application/json"), "", 400, "INVALID_REQUEST"),
        (Some("application/json"), "[1, 2]", 400, "INVALID_REQUEST"),
    ];
    for path in ["/api/account", "/api/session", "/api/generations", "/api/checkout"] {
        for (content_type, body, status, code) in rows {
            let mut request = request("POST", path).header("idempotency-key", "k");
            if let Some(content_type) = content_type {
                request = request.header("content-type", content_type);
            }
            let answer = ada.send(request.body(Body::from(body.to_owned())).unwrap()).await;
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{path} {content_type:?} {body:.20}");
        }
    }
    assert_eq!(Untouched::of(&house, &ada).await, before);
    assert_eq!(ada.get("/api/me").await.status, 200);
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused_on_a_page_and_signs_nobody_in() {
    let house = House::new().await;
    house.newcomer("ada").await;
    let known = form(&[("email", "ada@example.org"), ("password", "correct horse battery")]);
    let large = format!("{known}&filler={}", "a".repeat(64 * 1024));
    let rows: [(Option<&str>, &str, u16, Code); 5] = [
        (None, &known, 415, Code::UnsupportedMediaType),
        (Some("text/plain"), &known, 415, Code::UnsupportedMediaType),
        (Some("multipart/form-data; boundary=x"), "--x--", 415, Code::UnsupportedMediaType),
        (Some("application/json"), "{}", 415, Code::UnsupportedMediaType),
        (Some(FORM), &large, 413, Code::PayloadTooLarge),
    ];
    for path in ["/signin", "/signup"] {
        for (content_type, body, status, code) in rows {
            let mut request = request("POST", path);
            if let Some(content_type) = content_type {
                request = request.header("content-type", content_type);
            }
            let page = house.visitor().send(request.body(Body::from(body.to_owned())).unwrap()).await;
            let found = (page.status, page.header("content-type"), page.header("set-cookie"));
            assert_eq!(found, (status, Some("text/html; charset=utf-8"), None), "{path} {content_type:?}");
            assert!(page.text().contains(code.title()), "{}", page.text());
        }
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let nested = "[".repeat(10_000);
    for body in [&b"\xff\xfe{}"[..], b"{\"prompt\": \"\xc3\x28\"}", b"{\"prompt\": \"\\ud800\"}", nested.as_bytes()] {
        let request = request("POST", "/api/generations")
            .header("content-type", "application/json")
            .header("idempotency-key", "k");
        let answer = ada.send(request.body(Body::from(body.to_vec())).unwrap()).await;
        assert_eq!(answer.code(), "INVALID_REQUEST");
    }
}
