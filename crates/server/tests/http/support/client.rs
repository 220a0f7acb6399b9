//! A browser, as far as the server can tell: it keeps its cookie, and says where its requests come from.

use std::sync::Mutex;

use axum::Router;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderValue, Request, request::Builder};
use axum::response::Response;
use credits::AccountId;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use tower::ServiceExt;

use super::{Answer, Events};

pub struct Client {
    router: Router,
    cookie: Mutex<Option<String>>,
    authorization: Option<String>,
    /// Whose browser it is; nil for somebody who is signed out.
    pub account: AccountId,
}

/// A request to build upon.
pub fn request(method: &str, path: &str) -> Builder {
    Request::builder().method(method).uri(path).header("host", "farebox.test")
}

/// What browsers call the body of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// The body of a form.
pub fn form(fields: &[(&str, &str)]) -> String {
    let written = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", written(name), written(value)));
    pairs.collect::<Vec<_>>().join("&")
}

impl Client {
    pub fn new(router: Router) -> Self {
        Self { router, cookie: Mutex::new(None), authorization: None, account: AccountId(uuid::Uuid::nil()) }
    }

    /// Another browser window with the same cookie.
    pub fn twin(&self) -> Self {
        let (router, cookie) = (self.router.clone(), Mutex::new(self.cookie()));
        Self { router, cookie, authorization: self.authorization.clone(), account: self.account }
    }

    /// A window of the same browser at another server.
    pub fn at(&self, router: &Router) -> Self {
        Self { router: router.clone(), ..self.twin() }
    }

    /// The same with a header of its own, which no browser sends.
    pub fn with_authorization(self, authorization: &str) -> Self {
        Self { authorization: Some(authorization.to_owned()), ..self }
    }

    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    /// Sends a request as it is, with the cookie.
    pub async fn raw(&self, mut request: Request<Body>) -> Response {
        if let Some(cookie) = self.cookie() {
            request.headers_mut().append(COOKIE, HeaderValue::from_str(&cookie).unwrap());
        }
        if let Some(authorization) = &self.authorization {
            request.headers_mut().append(AUTHORIZATION, HeaderValue::from_str(authorization).unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        if let Some(set) = response.headers().get(SET_COOKIE) {
            let set = set.to_str().unwrap();
            let cookie = set.split(';').next().unwrap().to_owned();
            *self.cookie.lock().unwrap() = Some(cookie).filter(|_| !set.contains("Max-Age=0"));
        }
        response
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        Answer::read(self.raw(request).await).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path).body(Body::empty()).unwrap()).await
    }

    /// A request without a body, from one of our own pages.
    pub async fn act(&self, method: &str, path: &str) -> Answer {
        self.send(request(method, path).header("sec-fetch-site", "same-origin").body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Self::json("POST", path).body(Body::from(body.to_string())).unwrap()).await
    }

    /// A form of one of our own pages, sent without a program.
    pub async fn fill(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = request("POST", path).header("sec-fetch-site", "same-origin").header(CONTENT_TYPE, FORM);
        self.send(request.body(Body::from(form(fields))).unwrap()).await
    }

    /// A request that must be done once, under the key of its intent.
    pub async fn spend(&self, path: &str, key: &str, body: &Value) -> Answer {
        let request = Self::json("POST", path).header("idempotency-key", key);
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    pub async fn events(&self, last_event_id: Option<&str>) -> Events {
        self.events_at("/api/events", last_event_id).await
    }

    /// The event stream under an address with parameters.
    pub async fn events_at(&self, address: &str, last_event_id: Option<&str>) -> Events {
        let mut request = request("GET", address);
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        Events::new(self.raw(request.body(Body::empty()).unwrap()).await)
    }

    fn json(method: &str, path: &str) -> Builder {
        request(method, path).header("sec-fetch-site", "same-origin").header(CONTENT_TYPE, "application/json")
    }
}
