//! Why nobody could sign up or in, as a problem.

use wire::{Code, FieldError};

use super::Refused;
use crate::accounts::{SignInError, SignUpError};

impl From<SignUpError> for Refused {
    fn from(error: SignUpError) -> Self {
        match error {
            SignUpError::Invalid(wrong) => Self::invalid(
                wrong
                    .into_iter()
                    .map(|wrong| FieldError { pointer: wrong.pointer().to_owned(), detail: wrong.to_string() })
                    .collect(),
            ),
            SignUpError::EmailTaken => {
                Self::invalid_field("/email", "There is already an account with this email address. Sign in instead.")
            }
            SignUpError::Busy => busy(),
            SignUpError::Unavailable(error) => error.into(),
            SignUpError::Fault(cause) => Self::internal(cause),
        }
    }
}

impl From<SignInError> for Refused {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::WrongEmailOrPassword => Self::new(Code::AuthRequired, "Email or password is wrong."),
            SignInError::Busy => busy(),
            SignInError::Unavailable(error) => error.into(),
            SignInError::Fault(cause) => Self::internal(cause),
        }
    }
}

fn busy() -> Refused {
    Refused::unavailable(
        "Too many people are signing in at this moment. Try again in a few seconds.",
        "password queue is full",
    )
}
