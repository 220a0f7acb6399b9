//! The log on standard error.

use std::str::FromStr as _;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::Directive;

use crate::config::{Log, LogFormat};
use crate::exit::Failure;

/// Starts the log.
///
/// # Errors
/// When the filter is none.
pub fn start(log: &Log) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&log.filter)
        .map_err(|error| Failure::Configuration(format!("key `log.filter`: {error}")))?;
    // Whatever is asked for: below this level PostgreSQL's client tells what was written into the database, secrets and prompts included.
    let filter = filter.add_directive(
        Directive::from_str("tokio_postgres=warn")
            .map_err(|error| Failure::Configuration(format!("key `log.filter`: {error}")))?,
    );
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Text => lines.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
    Ok(())
}
