//! Why a call gave no result.

use wire::{Code, Problem};

/// Why a call gave no result. What it means for a person is decided in `state::answer`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// The server said no, in the one shape that it has for that.
    Refused(Box<Problem>),
    /// No answer came: offline, timed out, or the connection broke.
    Unreachable,
    /// An answer came that is not one of ours, as from a proxy.
    Unreadable,
}

impl ApiError {
    /// Whether the session has ended.
    #[must_use]
    pub fn is_signed_out(&self) -> bool {
        match self {
            Self::Refused(problem) => problem.code == Code::AuthRequired,
            Self::Unreachable | Self::Unreadable => false,
        }
    }
}
