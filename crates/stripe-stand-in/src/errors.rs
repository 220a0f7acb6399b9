//! Why something is not done: as verbs say it, as the API answers it, and as whoever drives the stand-in is told.

use serde_json::{Value, json};

/// Why a verb did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no such object.
    Missing {
        /// What it would be.
        kind: &'static str,
        /// What it would be called.
        id: String,
    },
    /// The object is in no state for it.
    Refused {
        /// Stripe's word for it.
        code: &'static str,
        /// A sentence for people.
        message: String,
    },
}

/// Why [`crate::Control`] did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// There is no such object.
    #[error("There is no {kind} `{id}`.")]
    NotFound {
        /// What it would be, such as `subscription`.
        kind: &'static str,
        /// What it would be called.
        id: String,
    },
    /// The object is in no state for it. The text is a sentence for people.
    #[error("{0}")]
    Refused(String),
}

/// An error as the API answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub status: u16,
    /// Stripe's `error.type`.
    pub kind: &'static str,
    pub code: Option<&'static str>,
    pub param: Option<String>,
    pub message: String,
}

const INVALID_REQUEST: &str = "invalid_request_error";

impl Refusal {
    /// A refusal with one of Stripe's codes.
    pub(crate) fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused { code, message: message.into() }
    }

    /// As the answer when the object was named by a parameter and not by the address.
    pub(crate) fn in_param(self, param: &str) -> ApiError {
        ApiError { status: 400, param: Some(param.to_owned()), ..ApiError::from(self) }
    }
}

impl ApiError {
    /// An error that tells of no parameter.
    pub(crate) fn new(status: u16, kind: &'static str, message: impl Into<String>) -> Self {
        Self { status, kind, code: None, param: None, message: message.into() }
    }

    /// A call that cannot be understood.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(400, INVALID_REQUEST, message)
    }

    /// A parameter that cannot be taken.
    pub(crate) fn parameter(code: &'static str, param: &str, message: impl Into<String>) -> Self {
        Self { code: Some(code), param: Some(param.to_owned()), ..Self::invalid(message) }
    }

    /// A call without the key.
    pub(crate) fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(401, INVALID_REQUEST, message)
    }

    /// Stripe's own fault.
    pub(crate) fn internal() -> Self {
        Self::new(500, "api_error", "An unknown error occurred. (The stand-in was told to fail.)")
    }

    /// Too many calls.
    pub(crate) fn rate_limited() -> Self {
        let message = "Request rate limit exceeded. (The stand-in was told to say so.)";
        Self { code: Some("rate_limit"), ..Self::new(429, INVALID_REQUEST, message) }
    }

    /// Whether the call was refused before anything was begun: Stripe remembers no such answer for an idempotency key.
    pub(crate) fn is_about_parameters(&self) -> bool {
        self.code.is_none_or(|code| code.starts_with("parameter_") || code == "url_invalid")
    }

    /// The body of the answer.
    pub(crate) fn body(&self) -> Value {
        let mut error = json!({ "type": self.kind, "message": self.message });
        if let Some(code) = self.code {
            error["code"] = json!(code);
        }
        if let Some(param) = &self.param {
            error["param"] = json!(param);
        }
        json!({ "error": error })
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Missing { kind, id } => Self {
                status: 404,
                code: Some("resource_missing"),
                param: Some("id".to_owned()),
                ..Self::invalid(format!("No such {kind}: '{id}'"))
            },
            Refusal::Refused { code, message } => Self { code: Some(code), ..Self::invalid(message) },
        }
    }
}

impl From<Refusal> for ControlError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Missing { kind, id } => Self::NotFound { kind, id },
            Refusal::Refused { message, .. } => Self::Refused(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_404_by_address_and_400_by_parameter() {
        let missing = Refusal::Missing { kind: "customer", id: "cus_1".to_owned() };
        let by_address = ApiError::from(missing.clone());
        assert_eq!((by_address.status, by_address.param.as_deref()), (404, Some("id")));
        let by_parameter = missing.in_param("customer");
        assert_eq!((by_parameter.status, by_parameter.param.as_deref()), (400, Some("customer")));
        let expected = json!({ "error": {
            "type": "invalid_request_error", "code": "resource_missing", "param": "customer",
            "message": "No such customer: 'cus_1'",
        }});
        assert_eq!(by_parameter.body(), expected);
    }
}
