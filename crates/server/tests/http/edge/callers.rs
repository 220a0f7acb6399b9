//! Every route, asked by somebody who is signed out, by the owner, by somebody else, and by a server with an API key.

use serde_json::{Value, json};

use crate::support::{Client, FORM, House, form, hold, image, sora, starter_pack};

/// One route and the status that each caller gets. `{…}` stands for something of the owner's.
struct Row {
    method: &'static str,
    path: &'static str,
    signed_out: u16,
    owner: u16,
    someone_else: u16,
    server: u16,
}

/// For people: whoever shows a key is signed out.
const fn row(method: &'static str, path: &'static str, statuses: [u16; 3]) -> Row {
    let [signed_out, owner, someone_else] = statuses;
    Row { method, path, signed_out, owner, someone_else, server: signed_out }
}

/// For servers: no cookie opens it.
const fn keyed(method: &'static str, path: &'static str, server: u16) -> Row {
    Row { method, path, signed_out: 401, owner: 401, someone_else: 401, server }
}

/// In the order of the router; what ends something comes last.
const ROWS: &[Row] = &[
    row("GET", "/api/me", [401, 200, 200]),
    row("GET", "/api/catalog", [200, 200, 200]),
    row("GET", "/api/balance", [401, 200, 200]),
    row("GET", "/api/events", [401, 200, 200]),
    row("GET", "/api/generations", [401, 200, 200]),
    row("POST", "/api/generations", [401, 202, 402]),
    row("GET", "/api/generations/{id}", [401, 200, 404]),
    row("POST", "/api/generations/{id}/cancel", [401, 409, 404]),
    row("GET", "/api/generations/{id}/assets/{n}", [401, 200, 404]),
    row("POST", "/api/checkout", [401, 200, 200]),
    row("GET", "/api/checkout/{id}", [401, 200, 404]),
    row("POST", "/api/billing/portal", [401, 200, 200]),
    keyed("PUT", "/v1/accounts/{account}", 200),
    keyed("GET", "/v1/accounts/{account}/balance", 200),
    keyed("GET", "/v1/accounts/{account}/entries", 200),
    keyed("POST", "/v1/accounts/{account}/deposits", 201),
    keyed("POST", "/v1/accounts/{account}/holds", 201),
    keyed("POST", "/v1/holds/{hold}/extend", 200),
    keyed("POST", "/v1/holds/{hold}/settle", 200),
    keyed("POST", "/v1/holds/{hold}/release", 409),
    keyed("POST", "/v1/batch", 200),
    // Nobody is known here by a cookie or a key: what is sent must be signed, where there is anybody who signs.
    row("POST", "/webhooks/stripe", [404, 404, 404]),
    row("GET", "/", [200, 200, 200]),
    row("GET", "/billing", [303, 200, 200]),
    row("GET", "/signin", [200, 303, 303]),
    row("GET", "/signup", [200, 303, 303]),
    row("POST", "/signin", [401, 303, 303]),
    row("POST", "/signup", [400, 303, 303]),
    row("GET", "/checkout/return/{checkout}", [303, 303, 404]),
    row("GET", "/problems/{page}", [200, 200, 200]),
    row("GET", "/checkout/test/{session}", [303, 200, 404]),
    row("POST", "/checkout/test/{session}/pay", [303, 303, 404]),
    row("POST", "/checkout/test/{session}/pay-silently", [303, 303, 404]),
    row("POST", "/checkout/test/{session}/decline", [303, 303, 404]),
    row("POST", "/checkout/test/{session}/cancel", [303, 303, 404]),
    row("GET", "/checkout/test/portal/{token}", [303, 200, 404]),
    row("POST", "/checkout/test/portal/{token}/cancel/{subscription}", [303, 404, 404]),
    row("GET", "/health/live", [200, 200, 200]),
    row("GET", "/health/ready", [200, 200, 200]),
    row("GET", "/dev/gallery", [200, 200, 200]),
    row("GET", "/dev/gallery/open.js", [200, 200, 200]),
    row("GET", "/dev/gallery/{scene}", [200, 200, 200]),
    row("POST", "/api/account", [400, 400, 400]),
    row("POST", "/api/session", [401, 401, 401]),
    row("DELETE", "/api/session", [204, 204, 204]),
];

/// What the owner has, by the placeholders of the paths.
async fn belongings(house: &House, owner: &Client) -> Vec<(&'static str, String)> {
    let done = house.generation(owner, &sora("a fox"), "succeeded").await;
    let session = house.checkout(owner, &starter_pack()).await;
    let paid = house.checkout(owner, &starter_pack()).await;
    let paid = owner.act("POST", &format!("{paid}/pay")).await;
    let portal = owner.act("POST", "/api/billing/portal").await.ok().json();
    let last = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    vec![
        ("{account}", owner.account.to_string()),
        ("{hold}", house.server().await.held(owner.account.0, "hold", 1).await),
        ("/api/checkout/{id}", format!("/api/checkout/{}", last(paid.location()))),
        ("{id}", done["id"].as_str().unwrap().to_owned()),
        ("{n}", "0".to_owned()),
        ("{checkout}", last(paid.location())),
        ("{page}", "not-found".to_owned()),
        ("{scene}", "modal-held".to_owned()),
        ("{session}", last(&session)),
        ("{token}", last(portal["url"].as_str().unwrap())),
        ("{subscription}", "sub_test_none".to_owned()),
    ]
}

/// A body that would do something, where the route takes one.
fn body(path: &str) -> Option<Value> {
    match path {
        "/api/generations" => Some(image("a fox")),
        "/v1/accounts/{account}/deposits" => Some(json!({"amount": 1, "source": "grant"})),
        "/v1/accounts/{account}/holds" => Some(hold(1)),
        "/v1/holds/{hold}/extend" => Some(json!({"expires_in_seconds": 900})),
        "/v1/holds/{hold}/settle" | "/v1/holds/{hold}/release" => Some(json!({})),
        "/v1/batch" => Some(json!({"items": [{}]})),
        "/api/checkout" => Some(starter_pack()),
        "/api/account" => Some(json!({"email": "owner@example.org", "password": "correct horse battery"})),
        "/api/session" => Some(json!({"email": "owner@example.org", "password": "wrong horse battery"})),
        _ => None,
    }
}

/// The fields of a form that would do something, where the route takes one.
fn fields(path: &str) -> Option<[(&'static str, &'static str); 2]> {
    match path {
        "/signin" => Some([("email", "owner@example.org"), ("password", "wrong horse battery")]),
        "/signup" => Some([("email", "owner@example.org"), ("password", "correct horse battery")]),
        _ => None,
    }
}

async fn status(client: &Client, row: &Row, belongings: &[(&str, String)]) -> u16 {
    let path = belongings.iter().fold(row.path.to_owned(), |path, (name, value)| path.replace(name, value));
    let key = format!("{}-{path}", row.method);
    match body(row.path).filter(|_| row.method == "POST") {
        Some(body) => client.spend(&path, &key, &body).await.status,
        None => {
            let request = crate::support::request(row.method, &path).header("sec-fetch-site", "same-origin");
            let form = fields(row.path).map(|fields| form(&fields)).unwrap_or_default();
            let request = request.header("content-type", FORM).body(axum::body::Body::from(form));
            client.raw(request.unwrap()).await.status().as_u16()
        }
    }
}

#[tokio::test]
async fn every_route_answers_every_caller_as_it_should() {
    let house = House::new().await;
    let owner = house.owner("owner", 300).await;
    let belongings = belongings(&house, &owner).await;
    let someone_else = house.newcomer("someone").await;
    let authorization = house.server().await.authorization;
    for row in ROWS {
        let (visitor, server) = (house.visitor(), house.visitor().with_authorization(&authorization));
        let callers =
            [(&visitor, row.signed_out), (&server, row.server), (&someone_else, row.someone_else), (&owner, row.owner)];
        for (client, expected) in callers {
            let status = status(client, row, &belongings).await;
            assert_eq!(status, expected, "{} {} by {}", row.method, row.path, client.account);
        }
    }
}

#[test]
fn every_route_of_the_router_has_a_row() {
    let router = include_str!("../../../src/router.rs");
    let paths: Vec<&str> = router.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(paths.len() > 20, "{paths:?}");
    for path in paths {
        assert!(ROWS.iter().any(|row| row.path == path), "{path} has no row");
    }
}
