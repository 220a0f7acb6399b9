//! `farebox ledger import`: reads a file of `farebox ledger export` into the ledger.

use std::fs::File;
use std::io::BufReader;
use std::process::ExitCode;

use ledger::transfer::{Counts, Step, TransferError};
use serde_json::json;

use crate::cli::Import;
use crate::data_folder::DataFolder;
use crate::exit::Failure;
use crate::output::{self, grouped, to_stdout};
use crate::progress::Progress;
use crate::storage::Storage;

/// Imports and prints what was read.
pub fn run(arguments: &Import) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    let folder = DataFolder::open_or_make(&loaded.config.data)?;
    let storage = Storage::of(&loaded, &folder)?;
    // An import into a database takes turns with the servers on it; one into a file needs it for itself.
    let _lock = match storage {
        Storage::Files(folder) => Some(folder.lock()?),
        Storage::Postgres(_) => None,
    };
    let mut file = BufReader::new(File::open(&arguments.file).map_err(|error| failure(error.into()))?);
    let mut progress = Progress::new();
    let counts = storage.import(&mut file, &mut |step, entries| match step {
        Step::Checking => progress.tell("entries checked", entries),
        Step::Importing => progress.tell("entries imported", entries),
    });
    progress.end();
    to_stdout(&told("read", &counts.map_err(failure)?, arguments.json)?);
    Ok(ExitCode::SUCCESS)
}

/// How a transfer that did not end well is told.
pub(super) fn failure(error: TransferError) -> Failure {
    match error {
        TransferError::Refused { .. } | TransferError::AnotherHistory { .. } => Failure::Refused(error.to_string()),
        TransferError::File(_) | TransferError::Open(_) | TransferError::Storage(_) => {
            Failure::Unavailable(error.to_string())
        }
    }
}

/// What was moved, in words or for programs.
pub(super) fn told(done: &str, counts: &Counts, is_json: bool) -> Result<String, Failure> {
    let Counts { accounts, accounts_known, entries, lots, holds, keys } = *counts;
    if is_json {
        return output::json(&json!({
            "accounts": accounts,
            "accounts_known": accounts_known,
            "entries": entries,
            "lots": lots,
            "holds": holds,
            "keys": keys,
        }));
    }
    let count = |number: u64| grouped(i64::try_from(number).unwrap_or(i64::MAX));
    let (accounts, entries, lots, holds) = (count(accounts), count(entries), count(lots), count(holds));
    let known = if accounts_known > 0 {
        format!(" {} of the accounts were there already.", count(accounts_known))
    } else {
        String::new()
    };
    Ok(format!("{accounts} accounts, {entries} entries, {lots} lots and {holds} holds {done}.{known}\n"))
}
