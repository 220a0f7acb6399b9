//! Farebox, the credit system of an AI generation studio, as one program: `serve` and the operator's commands.

mod catalog_file;
mod cli;
mod commands;
mod config;
mod data_folder;
mod exit;
mod house;
mod logs;
mod operator;
mod output;
mod shutdown;

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
