//! `farebox key create`: makes a key for another server and shows it once.

use std::process::ExitCode;

use ledger::{Clock, Ids};

use crate::cli::KeyCreate as Arguments;
use crate::exit::Failure;
use crate::operator::{Answer, KeyCreate, KeyCreated, Request, call, check_name};
use crate::output::{json, to_stdout};

/// Makes the key and prints it.
pub fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    // What no key can be called is refused before anything is opened; whoever makes it checks again.
    check_name(&arguments.name).map_err(Failure::Refused)?;
    let loaded = arguments.common.load(None)?;
    let id = Ids::system().uuid_v7(Clock::system().now());
    match call(&loaded, Request::KeyCreate(KeyCreate { id, name: arguments.name }))? {
        Answer::KeyCreated(created) if arguments.json => to_stdout(&json(&created)?),
        Answer::KeyCreated(created) => to_stdout(&sentence(&created)),
        _ => return Err(Failure::something_else()),
    }
    Ok(ExitCode::SUCCESS)
}

fn sentence(created: &KeyCreated) -> String {
    let KeyCreated { shown, key } = created;
    format!(
        "{key}\n\nThis is the API key \"{}\". It is not shown again, and acts for every account. Its id is {}.\n",
        shown.name, shown.id
    )
}
