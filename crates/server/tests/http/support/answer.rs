//! An answer, read to its end.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Self { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn read_as<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The answer, of which a test says nothing unless it succeeded.
    #[track_caller]
    pub fn ok(self) -> Self {
        let is_success = StatusCode::from_u16(self.status).unwrap().is_success();
        assert!(is_success, "{} {}", self.status, self.text());
        self
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The code of a problem, whose shape is checked on the way.
    #[track_caller]
    pub fn code(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{} {}", self.status, self.text());
        let problem: wire::Problem = self.read_as();
        assert_eq!(problem.status, self.status);
        assert_eq!(Some(problem.request_id.as_str()), self.header("x-request-id"));
        assert_eq!(problem.type_, format!("/problems/{}", problem.code.page()));
        assert_eq!(problem.title, problem.code.title());
        assert!(!problem.detail.is_empty());
        self.json()["code"].as_str().unwrap().to_owned()
    }

    /// The pointers of a problem's wrong fields.
    #[track_caller]
    pub fn pointers(&self) -> Vec<String> {
        assert_eq!(self.code(), "INVALID_REQUEST");
        let problem: wire::Problem = self.read_as();
        problem.errors.into_iter().map(|error| error.pointer).collect()
    }

    /// Where a redirect leads.
    #[track_caller]
    pub fn location(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text());
        self.header("location").unwrap()
    }
}
