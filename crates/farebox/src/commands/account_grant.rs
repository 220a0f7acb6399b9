//! `farebox account grant`: gives credits to an account, once a key.

use std::process::ExitCode;

use ledger::{Clock, Ids};

use crate::cli::Grant as Arguments;
use crate::exit::Failure;
use crate::operator::{Answer, Grant, Granted, Request, call, check_amount, check_key, check_reason};
use crate::output::{grouped, to_stdout};

/// Grants and prints what was granted.
pub fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let key = arguments.key.unwrap_or_else(|| Ids::system().uuid_v7(Clock::system().now()).to_string());
    // What cannot be granted is refused before anything is opened; whoever grants checks again.
    check_amount(arguments.amount).map_err(Failure::Refused)?;
    check_reason(&arguments.reason).map_err(Failure::Refused)?;
    check_key(&key).map_err(Failure::Refused)?;
    let loaded = arguments.common.load(None)?;
    let grant = Grant { email: arguments.email, amount: arguments.amount, reason: arguments.reason, key };
    match call(&loaded, Request::Grant(grant))? {
        Answer::Granted(granted) if arguments.json => to_stdout(&crate::output::json(&granted)?),
        Answer::Granted(granted) => to_stdout(&sentence(&granted)),
        _ => return Err(Failure::something_else()),
    }
    Ok(ExitCode::SUCCESS)
}

fn sentence(granted: &Granted) -> String {
    let Granted { email, key, .. } = granted;
    let (amount, available) = (grouped(granted.amount.get()), grouped(granted.balance.available.get()));
    if granted.already_granted {
        format!("{amount} credits were granted to {email} before, under the key {key}. Nothing was added now.\n")
    } else {
        format!("{amount} credits granted to {email}, who has {available} now. Key: {key}\n")
    }
}
