//! `farebox billing dismiss`: sets something aside that needed a person.

use std::process::ExitCode;

use serde_json::json;

use crate::cli::BillingDismiss as Arguments;
use crate::exit::Failure;
use crate::operator::{Answer, BillingDismiss, Request, call};
use crate::output::to_stdout;

/// Sets it aside.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    match call(&loaded, Request::BillingDismiss(BillingDismiss { event: arguments.event.clone() }))? {
        Answer::BillingDismissed if arguments.json => {
            to_stdout(&format!("{:#}\n", json!({ "dismissed": arguments.event })));
        }
        Answer::BillingDismissed => to_stdout("It is set aside.\n"),
        _ => return Err(Failure::something_else()),
    }
    Ok(ExitCode::SUCCESS)
}
