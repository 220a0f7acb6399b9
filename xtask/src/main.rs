//! The developer's commands: `cargo xtask run`, `build`, `ui`, `test`, `tidy`, `bench`.

mod install;
mod process;
mod progress;
mod repo;
mod toolchain;
mod ui;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use repo::Repo;

/// Builds, starts, checks and measures Farebox.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build only the browser part, into target/ui.
    Ui,
}

fn main() -> ExitCode {
    match dispatch(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> Result<ExitCode> {
    let repo = Repo::find();
    match command {
        Command::Ui => {
            println!("{:?}", ui::build(&repo)?);
            Ok(ExitCode::SUCCESS)
        }
    }
}
