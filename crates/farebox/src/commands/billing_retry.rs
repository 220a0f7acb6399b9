//! `farebox billing retry`: tries something again that needed a person.

use std::process::ExitCode;

use crate::cli::BillingRetry as Arguments;
use crate::exit::{DIFFERENCE, Failure};
use crate::operator::{Answer, BillingRetried, BillingRetry, Request, call};
use crate::output::{json, to_stdout};

/// Tries it.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    match call(&loaded, Request::BillingRetry(BillingRetry { event: arguments.event.clone() }))? {
        Answer::BillingRetried(retried) => {
            to_stdout(&if arguments.json { json(&retried)? } else { sentence(&retried) });
            Ok(if retried.problem.is_none() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENCE) })
        }
        _ => Err(Failure::something_else()),
    }
}

fn sentence(retried: &BillingRetried) -> String {
    match &retried.problem {
        None => "It is applied.\n".to_owned(),
        Some(why) => format!("It failed again: {why}\n"),
    }
}
