//! The stages of `cargo xtask test`.

use std::process::Command;

use anyhow::Result;

use super::counts::Counts;
use super::{Report, tools};
use crate::process::{self, Lines};
use crate::progress::step;
use crate::repo::Repo;
use crate::{tidy, ui};

/// Which tests a stage runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// All but the journeys.
    WithoutBrowser,
    /// Those of accounts, generations and orders, a second time: over PostgreSQL instead of files.
    OverPostgres,
    /// The journeys.
    Journeys,
}

/// The browser part is there and new.
pub fn browser_part(repo: &Repo) -> Result<Report> {
    ui::build(repo, ui::snip::Panics::Silent)?;
    Ok(Report { succeeded: true, counts: Counts::default() })
}

/// Every file looks as `cargo fmt` would write it.
pub fn formatting(repo: &Repo) -> Result<Report> {
    quiet("cargo fmt", process::cargo(repo.root()).args(["fmt", "--all", "--check"]))
}

/// No lint has anything to say, in tests neither.
pub fn clippy(repo: &Repo) -> Result<Report> {
    let mut command = process::cargo(repo.root());
    quiet("cargo clippy", command.args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

/// The repository keeps its own rules.
pub fn tidy(repo: &Repo) -> Result<Report> {
    let complaints = step("tidy", |_| tidy::check(repo))?;
    for complaint in &complaints {
        println!("{complaint}");
    }
    Ok(Report { succeeded: complaints.is_empty(), counts: Counts::default() })
}

/// Compiles all tests and the server that the journeys walk through, in one command, so that both have the same features.
pub fn compile(repo: &Repo) -> Result<Report> {
    quiet("cargo build", process::cargo(repo.root()).args(["build", "--workspace", "--bins", "--tests"]))
}

/// Runs tests with nextest when it is there, with cargo otherwise.
pub fn tests(repo: &Repo, selection: Selection) -> Result<Report> {
    let has_nextest = tools::has_nextest();
    if selection != Selection::Journeys {
        tools::node()?;
    }
    let mut command = process::cargo(repo.root());
    command.env("FAREBOX_BINARY", repo.target().join("debug/farebox"));
    // Ends with this function. Without it each test program would start one of its own, which takes longer than the test.
    let postgres = tools::postgres()?;
    if let Some(server) = &postgres {
        command.env(postgres_fixture::VARIABLE, server.address());
    }
    if selection == Selection::OverPostgres {
        command.env("FAREBOX_TEST_STORE", "postgres");
    }
    if has_nextest {
        let filter = match selection {
            Selection::WithoutBrowser => "not package(e2e)",
            Selection::OverPostgres => {
                "kind(test) and (package(studio) or package(billing) or package(server) or binary(payments))"
            }
            Selection::Journeys => "package(e2e)",
        };
        command.args(["nextest", "run", "--workspace", "--no-tests=pass", "--no-fail-fast", "-E", filter]);
        command.args(["--status-level", "slow", "--final-status-level", "fail"]);
    } else {
        command.args(["test", "--no-fail-fast", "--lib", "--bins", "--tests"]);
        match selection {
            Selection::WithoutBrowser => command.args(["--workspace", "--exclude", "e2e"]),
            Selection::OverPostgres => {
                command.args(["--package", "studio", "--package", "billing", "--package", "server"])
            }
            // Each journey has a server and a browser of its own; more than two at a time starve each other.
            Selection::Journeys => command.args(["--package", "e2e", "--", "--test-threads", "2"]),
        };
    }
    let count = if has_nextest { Counts::of_nextest } else { Counts::of_cargo_test };
    counted("running", &mut command, count)
}

/// The examples in the documentation, which only `cargo test` runs.
pub fn examples(repo: &Repo) -> Result<Report> {
    let mut command = process::cargo(repo.root());
    counted("running", command.args(["test", "--workspace", "--doc", "--no-fail-fast"]), Counts::of_cargo_test)
}

fn quiet(label: &str, command: &mut Command) -> Result<Report> {
    let ended = step(label, |step| process::watch(step, command, Lines::Kept))?;
    if !ended.succeeded {
        print!("{}", ended.output);
    }
    Ok(Report { succeeded: ended.succeeded, counts: Counts::default() })
}

fn counted(label: &str, command: &mut Command, count: fn(&str) -> Counts) -> Result<Report> {
    let ended = step(label, |step| process::watch(step, command, Lines::Shown))?;
    Ok(Report { succeeded: ended.succeeded, counts: count(&ended.output) })
}
