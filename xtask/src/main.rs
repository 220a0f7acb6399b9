//! The developer's commands: `cargo xtask run`, `build`, `test`, `tidy`, `ui`, `shots`, `a11y`, `bench`, `sim`.

mod bench;
mod build;
mod gallery;
mod install;
mod npm;
mod process;
mod progress;
mod repo;
mod sim;
mod test;
mod tidy;
mod toolchain;
mod ui;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use repo::Repo;
use ui::snip::Panics;

/// Builds, starts, checks and measures Farebox. Every command installs what it needs, or says which one command does.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and start the server on http://127.0.0.1:8080, with its data in ./data.
    Run {
        /// What goes to `farebox serve`: `cargo xtask run -- --listen 127.0.0.1:9000 --data DIR --config FILE`.
        #[arg(last = true)]
        arguments: Vec<OsString>,
    },
    /// Build one self-contained binary with the browser part inside: target/release/farebox.
    Build,
    /// Run everything that continuous integration runs, and print how many tests passed and failed.
    Test {
        /// Run only one part.
        #[arg(long, value_name = "PART")]
        only: Option<test::Part>,
    },
    /// Check the rules of the repository: limits, crate edges, licences, pages that have to exist.
    Tidy,
    /// Build only the browser part, into target/ui.
    Ui {
        /// Leave the words of panics in, for whoever looks for a bug. The published file is smaller without them.
        #[arg(long)]
        panic_messages: bool,
    },
    /// Take pictures of every page in every state, on three screens, into target/shots.
    Shots,
    /// Run axe over every page in every state. It is installed with npm, below target.
    A11y,
    /// Measure, write bench/results/*.json and update the tables in bench/README.md.
    Bench {
        /// What to measure.
        #[arg(value_enum)]
        what: bench::Bench,
        /// What the program that measures is told: `-- --help` lists it.
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Simulate the ledger: random operations, faults and crashes, compared with an independent oracle.
    Sim {
        /// How long.
        #[arg(long, default_value_t = 1)]
        minutes: u64,
        /// What goes to the simulation: `cargo xtask sim --minutes 5 -- --seed 7 --store sqlite`.
        #[arg(last = true)]
        arguments: Vec<OsString>,
    },
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
        Command::Run { arguments } => build::run(&repo, &arguments)?,
        Command::Build => println!("{}", build::build(&repo)?.display()),
        Command::Test { only } => return test::run(&repo, only),
        Command::Tidy => return print_tidy(&repo),
        Command::Ui { panic_messages } => print_ui(&repo, panic_messages)?,
        Command::Shots => return gallery::shots(&repo),
        Command::A11y => return gallery::a11y(&repo),
        Command::Bench { what, arguments } => bench::run(&repo, what, &arguments)?,
        Command::Sim { minutes, arguments } => return sim::run(&repo, minutes, &arguments),
    }
    Ok(ExitCode::SUCCESS)
}

fn print_tidy(repo: &Repo) -> Result<ExitCode> {
    let complaints = tidy::check(repo)?;
    for complaint in &complaints {
        println!("{complaint}");
    }
    Ok(if complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_ui(repo: &Repo, panic_messages: bool) -> Result<()> {
    let panics = if panic_messages { Panics::Explained } else { Panics::Silent };
    let said = match ui::build(repo, panics)? {
        ui::Outcome::UpToDate => "nothing has changed",
        ui::Outcome::Built => "built",
    };
    println!("target/ui: {said}");
    for file in ui::manifest::Manifest::read(&repo.ui_output()).map(|manifest| manifest.files).unwrap_or_default() {
        println!("  {:<34} {:>7} bytes, {:>6} with brotli", file.name, file.identity_bytes, file.br_bytes);
    }
    Ok(())
}
