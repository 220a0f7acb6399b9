//! The one way a refusal leaves the server: each crate's errors become a [`Refused`], and the edge writes it out and logs it once.

mod from_accounts;
mod from_billing;
mod from_ledger;
mod from_studio;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use wire::{Code, FieldError, Problem};

pub(crate) use from_ledger::not_done;
pub(crate) use from_studio::{not_submitted, wrong_field};

/// How long a caller is told to wait when storage or a provider is out of reach.
const UNAVAILABLE_RETRY: Duration = Duration::from_secs(5);

/// A refusal on its way out. As a response it has only a status; the edge gives it a request id and a body, as JSON or as a page, unless it
/// is [on a page](Self::on) that says it in its own place.
#[derive(Debug, Clone)]
pub(crate) struct Refused(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    problem: Problem,
    retry_after: Option<Duration>,
    cause: Option<Arc<str>>,
}

impl Refused {
    /// A refusal with a code and a sentence for people.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self::of(Problem::new(code, detail))
    }

    /// A refusal whose problem has members of its code.
    pub fn of(problem: Problem) -> Self {
        Self(Box::new(Parts { problem, retry_after: None, cause: None }))
    }

    /// `INVALID_REQUEST` with every wrong field.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let detail = match errors.as_slice() {
            [only] => only.detail.clone(),
            several => format!("{} things are wrong with this request; `errors` lists them.", several.len()),
        };
        let mut problem = Problem::new(Code::InvalidRequest, detail);
        problem.errors = errors;
        Self::of(problem)
    }

    /// `INVALID_REQUEST` with one wrong field.
    pub fn invalid_field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::invalid(vec![FieldError { pointer: pointer.into(), detail: detail.into() }])
    }

    /// `AUTH_REQUIRED`: nobody is signed in.
    pub fn signed_out() -> Self {
        Self::new(Code::AuthRequired, "Sign in to continue.")
    }

    /// `NOT_FOUND`: not there, or someone else's, which is not told apart.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound, "There is nothing here, or it is not yours.")
    }

    /// `SERVICE_UNAVAILABLE`, with the cause for the log.
    pub fn unavailable(detail: impl Into<String>, cause: impl fmt::Display) -> Self {
        Self::new(Code::ServiceUnavailable, detail).because(cause).retry_after(UNAVAILABLE_RETRY)
    }

    /// A fault of ours: an impossible state on the path of a request.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::new(Code::Internal, "Something went wrong on our side. Try again; nothing was charged twice.")
            .because(cause)
    }

    /// The cause, for the log alone.
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.0.cause = Some(cause.to_string().into());
        self
    }

    /// When it makes sense to try again.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    /// Another status than the code's own, where HTTP has one that says more: 405, 416.
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.0.problem.status = status.as_u16();
        self
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.0.problem.code
    }

    /// The problem, with the name of the request that it answers.
    pub fn problem(&self, request_id: &str) -> Problem {
        Problem { request_id: request_id.to_owned(), ..self.0.problem.clone() }
    }

    /// The wait in whole seconds, as `Retry-After` says it: rounded up, at least one.
    pub fn retry_after_seconds(&self) -> Option<u64> {
        let wait = self.0.retry_after?;
        Some((wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1))
    }

    /// What happened inside, for the log alone.
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// The wrong fields, taken out so that they can be joined with others.
    pub fn into_errors(self) -> Vec<FieldError> {
        self.0.problem.errors
    }

    /// The refusal on a page that says it in its own place, such as beside the field that is wrong.
    pub fn on(self, page: Html<String>) -> Response {
        let mut response = (self.status(), page).into_response();
        response.extensions_mut().insert(self);
        response
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_field_is_the_sentence_and_several_are_counted() {
        let field = |pointer: &str| FieldError { pointer: pointer.to_owned(), detail: format!("{pointer} is wrong.") };
        assert_eq!(Refused::invalid(vec![field("/a")]).problem("r").detail, "/a is wrong.");
        let two = Refused::invalid(vec![field("/a"), field("/b")]).problem("r");
        assert!(two.detail.starts_with("2 things"), "{}", two.detail);
        assert_eq!(two.errors.len(), 2);
    }

    #[test]
    fn a_wait_is_told_in_whole_seconds_rounded_up() {
        let after = |millis| Refused::signed_out().retry_after(Duration::from_millis(millis)).retry_after_seconds();
        assert_eq!([after(0), after(1), after(1_000), after(1_001)], [Some(1), Some(1), Some(1), Some(2)]);
        assert_eq!(Refused::signed_out().retry_after_seconds(), None);
    }

    #[test]
    fn the_cause_stays_inside() {
        let refused = Refused::internal("disk /secret/path");
        assert_eq!(refused.cause(), Some("disk /secret/path"));
        let json = serde_json::to_string(&refused.problem("r")).unwrap();
        assert!(!json.contains("secret"), "{json}");
    }
}
