//! `farebox billing problems`: what about payments needs a person.

use std::fmt::Write as _;
use std::process::ExitCode;

use crate::cli::BillingProblems as Arguments;
use crate::exit::Failure;
use crate::operator::{Answer, BillingProblems, Request, call};
use crate::output::{json, to_stdout};

/// Prints it.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    match call(&loaded, Request::BillingProblems)? {
        Answer::BillingProblems(found) if arguments.json => to_stdout(&json(&found)?),
        Answer::BillingProblems(found) => to_stdout(&page(&found)),
        _ => return Err(Failure::something_else()),
    }
    Ok(ExitCode::SUCCESS)
}

fn page(found: &BillingProblems) -> String {
    if found.problems.is_empty() {
        return "Nothing about payments needs a person.\n".to_owned();
    }
    let mut text = String::new();
    for problem in &found.problems {
        let at = String::from(problem.received_at);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}  {at}  {} about {}", problem.event, problem.kind, problem.about);
        let _ = writeln!(text, "    tried {} times: {}", problem.attempts, problem.problem);
    }
    text
}
