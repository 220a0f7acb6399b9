//! How a command ends: exit codes, and what is said when it did not do what was asked.

use std::process::ExitCode;

use crate::config::ConfigError;

/// Why a command did not do what was asked. Each variant has an exit code; `--help` and the documentation list them.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The rules say no, and nothing was changed: an unknown e-mail address, an amount that cannot be granted.
    #[error("{0}")]
    Refused(String),
    /// A setting, the catalog or the command line is wrong.
    #[error("{0}")]
    Configuration(String),
    /// Storage, network or another process is in the way. The same command may succeed later.
    #[error("{0}")]
    Unavailable(String),
}

/// A command found a difference that should not be there.
pub const DIFFERENCE: u8 = 1;

impl Failure {
    /// A server of another version answered what was not asked.
    pub fn something_else() -> Self {
        Self::Unavailable("the server answered something else than was asked".to_owned())
    }

    const fn exit_code(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Configuration(_) => 2,
            Self::Unavailable(_) => 3,
        }
    }

    const fn code(&self) -> &'static str {
        match self {
            Self::Refused(_) => "REFUSED",
            Self::Configuration(_) => "CONFIGURATION",
            Self::Unavailable(_) => "UNAVAILABLE",
        }
    }

    /// Says on standard error what is wrong, and gives the exit code.
    pub fn report(&self, is_json: bool) -> ExitCode {
        if is_json {
            let problem = serde_json::json!({ "error": { "code": self.code(), "detail": self.to_string() } });
            crate::output::to_stderr(&format!("{problem}\n"));
        } else {
            crate::output::to_stderr(&format!("farebox: {self}\n"));
        }
        ExitCode::from(self.exit_code())
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::Configuration(error.to_string())
    }
}
