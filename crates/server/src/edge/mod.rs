//! The outermost layer: every request gets a name, a time limit and a log line; every refusal is logged here, and gets its body here unless
//! it came on a page of its own.

mod address;
mod cookie;
mod csrf;
mod headers;
mod rate_limits;
mod request_id;
mod written;

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use tracing::Instrument;
use wire::Code;

use crate::App;
use crate::problem::Refused;
pub(crate) use address::Address;
pub(crate) use cookie::{SetCookie, expired_cookie, session_cookie, session_token};
pub(crate) use csrf::same_origin;
pub(crate) use rate_limits::RateLimits;
pub(crate) use request_id::RequestId;

/// What of a request is still needed once it was consumed.
struct Asked {
    id: RequestId,
    method: Method,
    path: String,
    query: Option<String>,
    cookies: Option<HeaderValue>,
}

impl Asked {
    fn of(request: &Request, id: RequestId) -> Self {
        Self {
            id,
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().map(str::to_owned),
            cookies: request.headers().get(axum::http::header::COOKIE).cloned(),
        }
    }

    /// Whether the caller is a program, to be answered in JSON, rather than a person who looks at a page.
    fn is_for_programs(&self) -> bool {
        ["/api/", "/v1/", "/health/", "/webhooks/", "/assets/"].iter().any(|prefix| self.path.starts_with(prefix))
    }
}

/// Runs a request inside everything that holds for all of them.
pub(crate) async fn edge(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let asked = Asked::of(&request, RequestId::new(&app));
    request.extensions_mut().insert(asked.id.clone());
    let span = tracing::info_span!("request", id = %asked.id, method = %asked.method, path = %asked.path);
    async move {
        let began = Instant::now();
        let mut response = within(app.settings.request_timeout, next.run(request)).await;
        if let Some(refused) = refusal_of(&mut response) {
            log(&refused);
            response = written::write(&app, &asked, &refused, response).await;
        }
        headers::add(&app.settings, &asked.id, response.headers_mut());
        let latency_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(status = response.status().as_u16(), latency_ms, "answered");
        response
    }
    .instrument(span)
    .await
}

/// The answer of whatever stands behind the edge, within a time limit; a panic is a refusal, not a dropped connection.
async fn within(limit: Duration, answering: impl Future<Output = Response>) -> Response {
    match tokio::time::timeout(limit, AssertUnwindSafe(answering).catch_unwind()).await {
        Ok(Ok(response)) => response,
        Ok(Err(panic)) => Refused::internal(format!("panic: {}", panic_text(&*panic))).into_response(),
        Err(_) => Refused::unavailable("This took too long. Try again in a few seconds.", "time limit").into_response(),
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a text")
}

/// The refusal that a response stands for: one of ours, or a bare status that a layer or library gave.
fn refusal_of(response: &mut Response) -> Option<Refused> {
    if let Some(refused) = response.extensions_mut().remove::<Refused>() {
        return Some(refused);
    }
    let status = response.status();
    // A body of its own says what it has to say: readiness lists what is not ready.
    if !(status.is_client_error() || status.is_server_error()) || response.headers().contains_key("content-type") {
        return None;
    }
    Some(match status {
        StatusCode::NOT_FOUND => Refused::not_found(),
        StatusCode::FORBIDDEN => Refused::new(Code::Forbidden, "This is not allowed."),
        StatusCode::PAYLOAD_TOO_LARGE => Refused::new(Code::PayloadTooLarge, "The body is larger than allowed."),
        StatusCode::RANGE_NOT_SATISFIABLE => {
            Refused::invalid_field("Range", "The file does not have this range of bytes.").with_status(status)
        }
        other if other.is_client_error() => {
            Refused::new(Code::InvalidRequest, "This request is not one that is answered here.").with_status(other)
        }
        other => Refused::internal(format!("bare status {other}")).with_status(other),
    })
}

/// The one place where a refusal is logged: what is ours as an error with its cause, what is the caller's for the curious.
fn log(refused: &Refused) {
    let (code, cause) = (refused.code(), refused.cause().unwrap_or_default());
    match code {
        Code::Internal | Code::ServiceUnavailable => tracing::error!(?code, cause, "refused"),
        Code::InsufficientCredits
        | Code::AuthRequired
        | Code::Forbidden
        | Code::NotFound
        | Code::InvalidRequest
        | Code::PriceChanged
        | Code::IdempotencyKeyReused
        | Code::RequestInProgress
        | Code::HoldNotActive
        | Code::SettleExceedsHold
        | Code::PayloadTooLarge
        | Code::UnsupportedMediaType
        | Code::RateLimited
        | Code::GenerationFailed => tracing::info!(?code, cause, "refused"),
    }
}

/// What is asked at an address that we do not have.
pub(crate) async fn nothing_here() -> Refused {
    Refused::new(Code::NotFound, "There is nothing at this address.")
}

/// What is asked with a method that the address does not take; `Allow` names those that it does.
pub(crate) async fn method_not_taken(method: Method) -> Refused {
    Refused::new(Code::InvalidRequest, format!("This address does not take {method}."))
        .with_status(StatusCode::METHOD_NOT_ALLOWED)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_millis(20);

    async fn refused(answering: impl Future<Output = Response>) -> Refused {
        refusal_of(&mut within(LIMIT, answering).await).unwrap()
    }

    #[tokio::test]
    async fn a_panic_is_a_refusal_whose_text_stays_inside() {
        let refused = refused(async { panic!("the {} is on fire", "disk") }).await;
        assert_eq!((refused.code(), refused.cause()), (Code::Internal, Some("panic: the disk is on fire")));
        assert!(!serde_json::to_string(&refused.problem("r")).unwrap().contains("fire"));
    }

    #[tokio::test]
    async fn what_never_ends_is_told_to_come_back() {
        let refused = refused(std::future::pending()).await;
        assert_eq!((refused.code(), refused.retry_after_seconds().is_some()), (Code::ServiceUnavailable, true));
    }

    #[test]
    fn a_bare_status_becomes_a_refusal_and_an_answer_stays_one() {
        for (status, code) in
            [(404, Code::NotFound), (403, Code::Forbidden), (418, Code::InvalidRequest), (502, Code::Internal)]
        {
            let status = StatusCode::from_u16(status).unwrap();
            let refused = refusal_of(&mut status.into_response()).unwrap();
            assert_eq!((refused.code(), refused.problem("r").title.is_empty()), (code, false));
        }
        assert!(refusal_of(&mut StatusCode::OK.into_response()).is_none());
        assert!(refusal_of(&mut (StatusCode::SERVICE_UNAVAILABLE, "said already").into_response()).is_none());
    }
}
