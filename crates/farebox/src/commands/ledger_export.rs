//! `farebox ledger export`: writes the whole ledger into one file.

use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ledger::transfer::{Counts, TransferError};

use super::ledger_import::{failure, told};
use crate::cli::Export;
use crate::data_folder::DataFolder;
use crate::exit::Failure;
use crate::output::to_stdout;
use crate::progress::Progress;
use crate::storage::Storage;

/// Exports and prints what was written.
pub fn run(arguments: &Export) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    let folder = DataFolder::open(&loaded.config)?;
    let counts = export(Storage::of(&loaded, &folder)?, &arguments.file).map_err(failure)?;
    to_stdout(&told("written", &counts, arguments.json)?);
    Ok(ExitCode::SUCCESS)
}

/// Under another name until it is whole, so that no half of a ledger is ever taken for one.
fn export(storage: Storage<'_>, file: &Path) -> Result<Counts, TransferError> {
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let mut progress = Progress::new();
    let mut written = BufWriter::new(File::create(&partial)?);
    let counts = storage.export(&mut written, &mut |entries| progress.tell("entries written", entries));
    progress.end();
    let kept = counts.and_then(|counts| {
        written.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&partial, file)?;
        Ok(counts)
    });
    if kept.is_err() {
        // What cannot be removed is in the way of nothing.
        let _ = fs::remove_file(&partial);
    }
    kept
}
