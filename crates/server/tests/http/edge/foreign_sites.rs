//! No other site acts for somebody who is signed in here.

use axum::body::Body;
use axum::http::Request;

use crate::support::{FORM, House, Untouched, form, request, sora, starter_pack};

fn sent_from(headers: &[(&'static str, &'static str)], path: &str, body: &str) -> Request<Body> {
    let mut request = request("POST", path).header("content-type", "application/json").header("idempotency-key", "k");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}

#[tokio::test]
async fn what_comes_from_elsewhere_is_not_done() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let before = Untouched::of(&house, &ada).await;
    let elsewhere: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "http://farebox.test")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
    ];
    for headers in elsewhere {
        for (path, body) in [("/api/generations", sora("a fox")), ("/api/checkout", starter_pack())] {
            let answer = ada.send(sent_from(headers, path, &body.to_string())).await;
            assert_eq!((answer.status, answer.code().as_str()), (403, "FORBIDDEN"), "{headers:?}");
        }
        let mut sign_out = sent_from(headers, "/api/session", "");
        *sign_out.method_mut() = axum::http::Method::DELETE;
        assert_eq!(ada.send(sign_out).await.code(), "FORBIDDEN");
    }
    assert_eq!(Untouched::of(&house, &ada).await, before);
    assert_eq!(ada.get("/api/me").await.status, 200);
}

#[tokio::test]
async fn a_form_of_another_site_pays_nothing() {
    let house = House::new().await;
    let ada = house.newcomer("ada").await;
    let page = house.checkout(&ada, &starter_pack()).await;
    let answer = ada.send(sent_from(&[("sec-fetch-site", "cross-site")], &format!("{page}/pay"), "")).await;
    assert_eq!((answer.status, answer.header("content-type")), (403, Some("text/html; charset=utf-8")));
    assert!(answer.text().contains(wire::Code::Forbidden.title()), "{}", answer.text());
    assert!(!answer.text().contains("on our side"), "{}", answer.text());
    assert_eq!(ada.get("/api/balance").await.json()["available"], 0);
}

#[tokio::test]
async fn a_form_of_another_site_signs_nobody_in() {
    let house = House::new().await;
    house.newcomer("eve").await;
    for (path, email) in [("/signin", "eve@example.org"), ("/signup", "mallory@example.org")] {
        let fields = form(&[("email", email), ("password", "correct horse battery")]);
        let mut request = sent_from(&[("origin", "https://evil.example")], path, &fields);
        request.headers_mut().insert("content-type", FORM.parse().unwrap());
        let answer = house.visitor().send(request).await;
        let found = (answer.status, answer.header("content-type"), answer.header("set-cookie"));
        assert_eq!(found, (403, Some("text/html; charset=utf-8"), None), "{path}");
    }
    assert_eq!(house.app.account_by_email("mallory@example.org").await.unwrap(), None);
}

#[tokio::test]
async fn what_comes_from_our_own_pages_or_from_no_browser_is_done() {
    let house = House::new().await;
    let ada = house.owner("ada", 300).await;
    let ours: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "same-origin"), ("origin", "http://farebox.test")],
        &[("sec-fetch-site", "none")],
        &[("origin", "http://farebox.test")],
        &[],
    ];
    for headers in ours {
        let answer = ada.send(sent_from(headers, "/api/generations", &sora("a fox").to_string())).await;
        assert_eq!(answer.status, 202, "{headers:?}");
    }
}
