//! `cargo xtask shots` and `cargo xtask a11y`: pictures of every scene of the gallery, and what axe says of them.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::npm::Package;
use crate::process;
use crate::progress::step;
use crate::repo::Repo;
use crate::test;
use crate::ui::{self, snip::Panics};

const AXE: Package = Package { name: "axe-core", version: "4.12.1" };

/// Takes the pictures, into `target/shots`.
pub fn shots(repo: &Repo) -> Result<ExitCode> {
    let mut program = program(repo, "shots")?;
    ended(program.arg(repo.target().join("shots")))
}

/// Runs axe over every scene; the exit code says whether it found nothing.
pub fn a11y(repo: &Repo) -> Result<ExitCode> {
    let axe = AXE.install(repo)?;
    let mut program = program(repo, "a11y")?;
    ended(program.arg(axe.join("axe.min.js")))
}

/// A program that looks at the gallery of a development build, which is built first.
fn program(repo: &Repo, name: &str) -> Result<Command> {
    test::need_browser()?;
    ui::build(repo, Panics::Silent)?;
    step("building the server", |step| {
        // As the tests build it, so that both share what is compiled.
        process::run(step, process::cargo(repo.root()).args(["build", "--workspace", "--bins", "--tests"]))
    })?;
    let mut command = Command::new(repo.target().join("debug").join(name));
    command.env("FAREBOX_BINARY", repo.target().join("debug/farebox"));
    command.env("RUST_LOG", "error");
    Ok(command)
}

fn ended(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().context("the gallery cannot be looked at")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
