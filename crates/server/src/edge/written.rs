//! A refusal written out: a problem for programs, a page for people, the way to sign-in for people who are signed out. What came on a page
//! of its own stays on it.

use axum::Json;
use axum::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use axum::http::{HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use wire::Code;

use super::Asked;
use crate::App;
use crate::pages;
use crate::problem::Refused;

/// What a bare response said in its headers and its problem goes on saying.
const KEPT: [HeaderName; 2] = [ALLOW, CONTENT_RANGE];

/// Writes a refusal for whoever asked.
pub(super) async fn write(app: &App, asked: &Asked, refused: &Refused, response: Response) -> Response {
    let has_page = response.headers().contains_key(CONTENT_TYPE);
    let mut written = if has_page { response } else { write_out(app, asked, refused, response).await };
    if let Some(seconds) = refused.retry_after_seconds() {
        written.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    written
}

async fn write_out(app: &App, asked: &Asked, refused: &Refused, bare: Response) -> Response {
    let is_get = asked.method == Method::GET || asked.method == Method::HEAD;
    let mut written = if asked.is_for_programs() {
        problem(asked, refused)
    } else if refused.code() == Code::AuthRequired {
        to_sign_in(asked, is_get)
    } else {
        page(app, asked, refused, bare.status()).await
    };
    for name in KEPT {
        if let Some(value) = bare.headers().get(&name) {
            written.headers_mut().insert(name, value.clone());
        }
    }
    written
}

fn problem(asked: &Asked, refused: &Refused) -> Response {
    let problem = refused.problem(asked.id.as_str());
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Json(problem)).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response.headers_mut().remove(CONTENT_LENGTH);
    response
}

/// After sign-in the person is back where they were; a form that was sent is not sent again for them.
fn to_sign_in(asked: &Asked, is_get: bool) -> Response {
    let query = asked.query.as_deref().map(|query| format!("?{query}")).unwrap_or_default();
    let back = if is_get { format!("{}{query}", asked.path) } else { "/".to_owned() };
    let location = pages::sign_in_address(&back);
    let location = HeaderValue::from_str(&location).unwrap_or(HeaderValue::from_static("/signin"));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

async fn page(app: &App, asked: &Asked, refused: &Refused, status: StatusCode) -> Response {
    let id = asked.id.as_str();
    let html = match refused.code() {
        Code::NotFound => pages::not_found(app, &asked.path, asked.cookies.as_ref()).await,
        Code::InsufficientCredits
        | Code::AuthRequired
        | Code::Forbidden
        | Code::InvalidRequest
        | Code::PriceChanged
        | Code::IdempotencyKeyReused
        | Code::RequestInProgress
        | Code::HoldNotActive
        | Code::SettleExceedsHold
        | Code::PayloadTooLarge
        | Code::UnsupportedMediaType
        | Code::RateLimited
        | Code::ServiceUnavailable
        | Code::GenerationFailed => pages::error(app, &asked.path, id, Some(refused.problem(id))),
        Code::Internal => pages::error(app, &asked.path, id, None),
    };
    (status, html).into_response()
}
