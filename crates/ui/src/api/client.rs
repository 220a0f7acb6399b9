//! The calls that the screens make.

use js_sys::Reflect;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};
use wire::{
    Accepted, Balance, Catalog, CheckoutRequest, CheckoutSession, Code, Generation, GenerationRequest, List, Me,
    Problem, Redirect,
};

use super::error::ApiError;
use crate::browser::clock::sleep_ms;
use crate::json;

const TIMEOUT_MS: u32 = 30_000;
/// How long to wait before each further attempt at a request that carries a key.
const WAITS_MS: [i32; 3] = [300, 900, 1_800];

type Answer<T> = Result<T, ApiError>;

/// `POST /api/generations`. A lost answer is asked for again under the same key, which cannot charge twice.
pub async fn generate(key: &str, request: &GenerationRequest) -> Answer<Accepted> {
    read(&call_again("/api/generations", key, &body(request)).await?)
}

/// `POST /api/generations/{id}/cancel`.
pub async fn cancel(id: Uuid) -> Answer<Generation> {
    read(&call("POST", &format!("/api/generations/{id}/cancel"), None, None).await?)
}

/// `GET /api/generations`: the newest, or those after the cursor.
pub async fn generations(cursor: Option<&str>) -> Answer<List<Generation>> {
    let path =
        cursor.map_or_else(|| "/api/generations".to_owned(), |cursor| format!("/api/generations?cursor={cursor}"));
    read(&call("GET", &path, None, None).await?)
}

/// `GET /api/me`.
pub async fn me() -> Answer<Me> {
    read(&call("GET", "/api/me", None, None).await?)
}

/// `GET /api/balance`.
pub async fn balance() -> Answer<Balance> {
    read(&call("GET", "/api/balance", None, None).await?)
}

/// `GET /api/catalog`.
pub async fn catalog() -> Answer<Catalog> {
    read(&call("GET", "/api/catalog", None, None).await?)
}

/// `POST /api/checkout`.
pub async fn start_checkout(key: &str, request: &CheckoutRequest) -> Answer<Redirect> {
    read(&call_again("/api/checkout", key, &body(request)).await?)
}

/// `GET /api/checkout/{id}`.
pub async fn checkout(id: Uuid) -> Answer<CheckoutSession> {
    read(&call("GET", &format!("/api/checkout/{id}"), None, None).await?)
}

/// `POST /api/billing/portal`.
pub async fn portal() -> Answer<Redirect> {
    read(&call("POST", "/api/billing/portal", None, None).await?)
}

/// `DELETE /api/session`.
pub async fn sign_out() -> Answer<()> {
    call("DELETE", "/api/session", None, None).await.map(|_| ())
}

fn body<T: Serialize>(value: &T) -> String {
    // Types of ours with string keys have no way to fail; an empty body would be refused by the server.
    serde_json::to_string(value).unwrap_or_default()
}

fn read<T: DeserializeOwned>(text: &str) -> Answer<T> {
    json::read(text).ok_or(ApiError::Unreadable)
}

async fn call_again(path: &str, key: &str, body: &str) -> Answer<String> {
    let mut answer = call("POST", path, Some(key), Some(body)).await;
    for wait_ms in WAITS_MS {
        let is_open = match &answer {
            Err(ApiError::Unreachable) => true,
            Err(ApiError::Refused(problem)) => problem.code == Code::RequestInProgress,
            Ok(_) | Err(ApiError::Unreadable) => false,
        };
        if !is_open {
            break;
        }
        sleep_ms(wait_ms).await;
        answer = call("POST", path, Some(key), Some(body)).await;
    }
    answer
}

async fn call(method: &str, path: &str, key: Option<&str>, body: Option<&str>) -> Answer<String> {
    let response = fetch(method, path, key, body).await.map_err(|_| ApiError::Unreachable)?;
    let text = match response.text().map(JsFuture::from) {
        Ok(text) => text.await.ok().and_then(|text| text.as_string()),
        Err(_) => None,
    };
    let text = text.ok_or(ApiError::Unreachable)?;
    if response.ok() {
        return Ok(text);
    }
    let problem: Problem = read(&text)?;
    Err(ApiError::Refused(Box::new(problem)))
}

async fn fetch(method: &str, path: &str, key: Option<&str>, body: Option<&str>) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let headers = Headers::new()?;
    headers.set("accept", "application/json, application/problem+json")?;
    if let Some(key) = key {
        headers.set("idempotency-key", key)?;
    }
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    // Older browsers have no such signal; there a request ends when the connection does.
    if Reflect::has(&js_sys::global(), &JsValue::from_str("AbortSignal"))? {
        init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    }
    JsFuture::from(window.fetch_with_str_and_init(path, &init)).await?.dyn_into()
}
