//! `cargo xtask sim`: builds the simulation as users get the ledger, and runs it.

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::process;
use crate::repo::Repo;

/// Runs the simulation until the time is over. Fails when it finds a difference, after it has printed the plan that shows it.
pub fn run(repo: &Repo, minutes: u64, arguments: &[OsString]) -> Result<ExitCode> {
    let mut command = process::cargo(repo.root());
    command.args(["run", "--quiet", "--release", "--package", "sim", "--", "--minutes", &minutes.to_string()]);
    let status = command.args(arguments).status().context("cannot start cargo")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
