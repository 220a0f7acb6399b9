//! A form as a browser sends it without a program. It is read as if it were the JSON body with the same fields, by the same rules.

use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;
use serde_json::{Map, Value};
use wire::Code;

use super::Fields;
use super::body::{too_large, unreadable};
use super::fields::{of_form, read};
use crate::App;
use crate::problem::Refused;

/// A form that was sent. What is wrong in it is no rejection: its page says so, with the form as it was filled in.
pub(crate) struct Form<T> {
    /// What it says, or what is wrong with that.
    pub body: Result<T, Refused>,
    typed: Map<String, Value>,
}

impl<T> Form<T> {
    /// What was typed into a field; nothing into one that is not there.
    pub fn typed(&self, field: &str) -> String {
        self.typed.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

impl<T: Fields> FromRequest<App> for Form<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refused> {
        let typed = of_form::<T>(pairs(request, app.settings.body_bytes_max).await?);
        let body = read(Value::Object(typed.clone()), app).map_err(Refused::invalid);
        Ok(Self { body, typed })
    }
}

/// The names and values of a form, in its order.
async fn pairs(mut request: Request, bytes_max: usize) -> Result<Vec<(String, String)>, Refused> {
    DefaultBodyLimit::max(bytes_max).apply(&mut request);
    match axum::Form::from_request(request, &()).await {
        Ok(axum::Form(pairs)) => Ok(pairs),
        Err(FormRejection::InvalidFormContentType(_)) => {
            let detail = "The body must be a form, and its Content-Type `application/x-www-form-urlencoded`.";
            Err(Refused::new(Code::UnsupportedMediaType, detail))
        }
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(too_large(bytes_max)),
        Err(rejection) => Err(unreadable(rejection)),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    async fn sent(content_type: Option<&str>, body: &'static str) -> Result<Vec<(String, String)>, Code> {
        let mut request = Request::post("/");
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        pairs(request.body(Body::from(body)).unwrap(), 16).await.map_err(|refused| refused.code())
    }

    const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

    #[tokio::test]
    async fn a_form_is_read_as_browsers_write_it() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        for (body, pairs) in [
            ("", vec![]),
            ("a=1&b=x+y", vec![pair("a", "1"), pair("b", "x y")]),
            ("a=%2B%26%3d", vec![pair("a", "+&=")]),
            ("a=%C3%A9&a&=b", vec![pair("a", "é"), pair("a", ""), pair("", "b")]),
            ("a=%ff%", vec![pair("a", "\u{fffd}%")]),
        ] {
            assert_eq!(sent(FORM, body).await, Ok(pairs), "{body}");
        }
        assert!(sent(Some("application/x-www-form-urlencoded; charset=UTF-8"), "a=1").await.is_ok());
    }

    #[tokio::test]
    async fn what_is_no_form_or_too_large_is_refused() {
        for other in [None, Some("text/plain"), Some("application/json"), Some("multipart/form-data; boundary=x")] {
            assert_eq!(sent(other, "a=1").await, Err(Code::UnsupportedMediaType), "{other:?}");
        }
        assert!(sent(FORM, "a=34567890123456").await.is_ok());
        assert_eq!(sent(FORM, "a=345678901234567").await, Err(Code::PayloadTooLarge));
    }
}
