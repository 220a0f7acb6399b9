//! `farebox config`: the configuration in force, or a file of defaults.

use std::process::ExitCode;

use crate::cli::ShowConfig;
use crate::config::{as_default_file, as_json, as_toml};
use crate::exit::Failure;
use crate::output::to_stdout;

/// Prints it. The catalog is checked as well, so that a server which would not start is found here.
pub fn run(arguments: &ShowConfig) -> Result<ExitCode, Failure> {
    if arguments.defaults {
        to_stdout(&as_default_file());
        return Ok(ExitCode::SUCCESS);
    }
    let loaded = arguments.common.load(arguments.listen.as_deref())?;
    crate::catalog_file::load(loaded.config.catalog.as_deref())?;
    if arguments.json {
        to_stdout(&format!("{:#}\n", as_json(&loaded)));
    } else {
        to_stdout(&as_toml(&loaded));
    }
    Ok(ExitCode::SUCCESS)
}
