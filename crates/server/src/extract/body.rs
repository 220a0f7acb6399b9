//! A JSON body: of the right type, not too large, readable, and with nothing wrong in it.

use std::fmt;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use serde_json::Value;
use wire::Code;

use super::Fields;
use super::fields::read;
use crate::App;
use crate::problem::Refused;

/// What the caller sent.
pub(crate) struct Sent<T>(pub T);

impl<T: Fields> FromRequest<App> for Sent<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let value = json(request, T::bytes_max(app)).await?;
        read(value, app).map(Self).map_err(Refused::invalid)
    }
}

/// The body as JSON, whatever it says.
pub(super) async fn json(request: Request, bytes_max: usize) -> Result<Value, Refused> {
    if !is_json(request.headers()) {
        let detail = "The body must be JSON, and its Content-Type `application/json`.";
        return Err(Refused::new(Code::UnsupportedMediaType, detail));
    }
    let bytes = bytes(request, bytes_max).await?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let detail = format!("The body is not valid JSON (line {}, column {}).", error.line(), error.column());
        Refused::invalid_field("", detail).because(error)
    })
}

/// The body's very bytes, whatever they are.
pub(crate) async fn raw(request: Request, bytes_max: usize) -> Result<Bytes, Refused> {
    bytes(request, bytes_max).await
}

async fn bytes(request: Request, bytes_max: usize) -> Result<Bytes, Refused> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|bytes_len| bytes_len > bytes_max as u64) {
        return Err(too_large(bytes_max));
    }
    axum::body::to_bytes(request.into_body(), bytes_max).await.map_err(|error| {
        let is_limit =
            std::error::Error::source(&error).is_some_and(|source| source.is::<http_body_util::LengthLimitError>());
        if is_limit { too_large(bytes_max) } else { unreadable(error) }
    })
}

pub(super) fn too_large(bytes_max: usize) -> Refused {
    Refused::new(Code::PayloadTooLarge, format!("The body may have at most {bytes_max} bytes."))
}

pub(super) fn unreadable(cause: impl fmt::Display) -> Refused {
    Refused::invalid_field("", "The body could not be read to its end.").because(cause)
}

fn is_json(headers: &HeaderMap) -> bool {
    let text = headers.get(CONTENT_TYPE).map(HeaderValue::to_str);
    let Some(Ok(text)) = text else { return false };
    let essence = text.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn request(content_type: Option<&str>, body: &'static str) -> Request {
        let mut request = Request::builder();
        if let Some(content_type) = content_type {
            request = request.header(CONTENT_TYPE, content_type);
        }
        request.body(Body::from(body)).unwrap()
    }

    async fn code(content_type: Option<&str>, body: &'static str) -> Result<Value, Code> {
        json(request(content_type, body), 16).await.map_err(|refused| refused.code())
    }

    #[tokio::test]
    async fn a_body_is_json_and_says_so() {
        assert_eq!(code(Some("application/json"), "{}").await, Ok(serde_json::json!({})));
        assert_eq!(code(Some("Application/JSON; charset=utf-8"), "1").await, Ok(1.into()));
        for other in [None, Some("text/plain"), Some("application/jsonp"), Some("multipart/form-data")] {
            assert_eq!(code(other, "{}").await, Err(Code::UnsupportedMediaType), "{other:?}");
        }
        assert_eq!(code(Some("application/json"), "{").await, Err(Code::InvalidRequest));
        assert_eq!(code(Some("application/json"), "").await, Err(Code::InvalidRequest));
    }

    #[tokio::test]
    async fn the_limit_is_inclusive_and_holds_without_an_announcement() {
        assert_eq!(code(Some("application/json"), "\"12345678901234\"").await, Ok("12345678901234".into()));
        assert_eq!(code(Some("application/json"), "\"123456789012345\"").await, Err(Code::PayloadTooLarge));
    }
}
