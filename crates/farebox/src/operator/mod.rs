//! What the operator's commands ask for and are answered: the same whether a server runs or not.

mod call;
mod desk;
mod grant;
mod show;
mod socket;

pub use call::call;
pub use desk::Desk;
pub use grant::{Grant, Granted, check_amount, check_key, check_reason};
pub use show::{Show, Shown};
pub use socket::AdminSocket;

use serde::{Deserialize, Serialize};

/// One request, one line of JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Give credits.
    Grant(Grant),
    /// Look into an account.
    Show(Show),
}

/// One answer, one line of JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// The credits are there.
    Granted(Granted),
    /// What there is to see.
    Shown(Shown),
    /// The rules say no.
    Refused(String),
    /// Storage is in the way.
    Unavailable(String),
}
