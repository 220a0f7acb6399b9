//! The HTTP side: routes, callers, sessions, the event stream and problems; it serves the screens.
//!
//! Handlers decide nothing. They turn a request into one call of `ledger`, `studio`, `billing` or `accounts`, and its answer or
//! refusal into what the contract says. Who may call stands in a handler's argument list.

mod app;
mod readiness;
mod router;
mod serve;
mod settings;

mod edge;
mod extract;
mod problem;

mod accounts;
mod convert;
mod events;
mod keys;
mod pages;
mod routes;

pub mod assets;

pub use accounts::Account;
pub use app::{App, AppParts};
pub use keys::{ApiKeyName, ApiKeyRecord, NewApiKey};
pub use router::router;
pub use serve::serve;
pub use settings::ServerSettings;
