//! Farebox, the credit system of an AI generation studio, as one program: `serve` and the operator's commands.

mod cli;
mod exit;
mod config;
mod catalog_file;
mod data_folder;
mod logs;
mod house;
mod operator;
mod shutdown;
mod commands;
mod output;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let is_json = cli.command.is_json();
    match commands::run(cli.command) {
        Ok(code) => code,
        Err(failure) => failure.report(is_json),
    }
}
