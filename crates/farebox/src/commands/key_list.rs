//! `farebox key list`: the keys of other servers, without the keys themselves.

use std::fmt::Write as _;
use std::process::ExitCode;

use crate::cli::KeyList as Arguments;
use crate::exit::Failure;
use crate::operator::{Answer, KeysListed, Request, call};
use crate::output::{json, to_stdout};

/// Prints them.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    match call(&loaded, Request::KeyList)? {
        Answer::KeysListed(listed) if arguments.json => to_stdout(&json(&listed)?),
        Answer::KeysListed(listed) => to_stdout(&page(&listed)),
        _ => return Err(Failure::something_else()),
    }
    Ok(ExitCode::SUCCESS)
}

fn page(listed: &KeysListed) -> String {
    if listed.keys.is_empty() {
        return "There are no API keys.\n".to_owned();
    }
    let mut text = String::new();
    for key in &listed.keys {
        let state = key.revoked_at.map_or_else(|| "valid".to_owned(), |at| format!("revoked {}", String::from(at)));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}  made {}  {state:<35}  {}", key.id, String::from(key.created_at), key.name);
    }
    text
}
