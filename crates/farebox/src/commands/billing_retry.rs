//! `farebox billing retry`: tries something again that needed a person.

use std::process::ExitCode;

use serde_json::json;

use crate::cli::BillingRetry as Arguments;
use crate::exit::Failure;
use crate::operator::{Answer, BillingRetry, Request, call};
use crate::output::to_stdout;

/// Tries it.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    match call(&loaded, Request::BillingRetry(BillingRetry { event: arguments.event.clone() }))? {
        Answer::BillingRetried if arguments.json => {
            to_stdout(&format!("{:#}\n", json!({ "retried": arguments.event })));
        }
        Answer::BillingRetried => {
            to_stdout("It was tried again. `farebox billing problems` shows it if it still needs a person.\n");
        }
        _ => return Err(Failure::something_else()),
    }
    Ok(ExitCode::SUCCESS)
}
