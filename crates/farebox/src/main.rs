//! Farebox, the credit system of an AI generation studio, as one program: `serve` and the operator's commands.

mod catalog_file;
mod cli;
mod commands;
mod config;
mod data_folder;
mod exit;
mod gateways;
mod house;
mod logs;
mod operator;
mod output;
mod progress;
mod shutdown;
mod storage;

use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match cli::Cli::from_command_line() {
        Ok(cli) => cli,
        // It is told in plain words before it comes to this, unless JSON was asked for.
        Err(failure) => return failure.report(true),
    };
    let is_json = cli.command.is_json();
    // Before there are threads: the mask is the whole process's.
    data_folder::keep_others_out();
    match commands::run(cli.command) {
        Ok(code) => code,
        Err(failure) => failure.report(is_json),
    }
}
