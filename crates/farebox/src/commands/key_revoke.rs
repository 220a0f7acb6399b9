//! `farebox key revoke`: a key is valid no more.

use std::process::ExitCode;

use crate::cli::KeyRevoke as Arguments;
use crate::exit::Failure;
use crate::operator::{Answer, KeyRevoke, Request, call};
use crate::output::{json, to_stdout};

/// Revokes it and says so.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    match call(&loaded, Request::KeyRevoke(KeyRevoke { id: arguments.id }))? {
        Answer::KeyRevoked(key) if arguments.json => to_stdout(&json(&key)?),
        Answer::KeyRevoked(key) => to_stdout(&format!("The API key \"{}\" is revoked.\n", key.name)),
        _ => return Err(Failure::something_else()),
    }
    Ok(ExitCode::SUCCESS)
}
