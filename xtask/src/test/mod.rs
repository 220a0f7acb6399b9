//! `cargo xtask test`: everything that continuous integration runs, with a count at the end.

mod counts;
mod stages;
mod tools;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use crate::progress::seconds;
use crate::repo::Repo;
use counts::Counts;
pub use tools::browser as need_browser;

/// A part of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Formatting, clippy, and the rules of the repository.
    Lint,
    /// All tests that need no browser.
    Rust,
    /// The journeys in a real browser.
    E2e,
}

/// How a stage went.
pub struct Report {
    /// Whether everything in it was right.
    pub succeeded: bool,
    /// The tests that it ran, if tests are what it runs.
    pub counts: Counts,
}

/// Runs all stages, or those of one part, and goes on after a failure, so that one run shows everything that is broken.
pub fn run(repo: &Repo, only: Option<Part>) -> Result<ExitCode> {
    let wants = |part: Part| only.is_none_or(|only| only == part);
    if wants(Part::E2e) {
        need_browser()?;
    }
    let mut summary = Summary::default();
    // Tests of the server look at the built browser part, and journeys walk through it.
    if wants(Part::Rust) || wants(Part::E2e) {
        summary.stage("browser part", || stages::browser_part(repo));
    }
    if wants(Part::Lint) {
        summary.stage("formatting", || stages::formatting(repo));
        summary.stage("clippy", || stages::clippy(repo));
        summary.stage("tidy", || stages::tidy(repo));
    }
    if wants(Part::Rust) || wants(Part::E2e) {
        let is_compiled = summary.stage("compiling the tests", || stages::compile(repo));
        if is_compiled && wants(Part::Rust) {
            summary.stage("tests", || stages::tests(repo, stages::Selection::WithoutBrowser));
            summary.stage("tests over PostgreSQL", || stages::tests(repo, stages::Selection::OverPostgres));
            summary.stage("examples in the documentation", || stages::examples(repo));
        }
        if is_compiled && wants(Part::E2e) {
            summary.stage("journeys in the browser", || stages::tests(repo, stages::Selection::Journeys));
        }
    }
    Ok(summary.print())
}

#[derive(Default)]
struct Summary {
    counts: Counts,
    lines: Vec<String>,
    failed: Vec<String>,
}

impl Summary {
    /// Runs a stage; a stage that could not even run counts as failed.
    fn stage(&mut self, name: &str, work: impl FnOnce() -> Result<Report>) -> bool {
        println!("\n── {name}");
        let started = Instant::now();
        let succeeded = match work() {
            Ok(report) => {
                self.counts += report.counts;
                report.succeeded
            }
            Err(error) => {
                eprintln!("{error:#}");
                false
            }
        };
        let mark = if succeeded { '✓' } else { '✗' };
        self.lines.push(format!("{mark} {name} ({})", seconds(started.elapsed())));
        if !succeeded {
            self.failed.push(name.to_owned());
        }
        succeeded
    }

    fn print(&self) -> ExitCode {
        println!();
        for line in &self.lines {
            println!("{line}");
        }
        println!("{}", self.counts);
        if self.failed.is_empty() {
            return ExitCode::SUCCESS;
        }
        println!("not right: {}", self.failed.join(", "));
        ExitCode::FAILURE
    }
}
