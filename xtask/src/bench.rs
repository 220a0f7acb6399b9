//! `cargo xtask bench`: builds what is measured as users get it, and starts the program that measures.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build;
use crate::npm::Package;
use crate::process;
use crate::repo::Repo;
use crate::test;

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Bench {
    /// What the first page weighs and how soon it works.
    Page,
    /// The ledger against what one would use instead, and against the machine's limits.
    Ledger,
}

/// The last major version that runs on Node 20.
const LIGHTHOUSE: Package = Package { name: "lighthouse", version: "12.8.2" };

/// Measures; the program writes `bench/results/` and `bench/README.md` itself.
pub fn run(repo: &Repo, what: Bench, arguments: &[String]) -> Result<()> {
    let mut command = match what {
        Bench::Page => page(repo)?,
        Bench::Ledger => ledger(repo)?,
    };
    let status = command.args(arguments).status().context("cannot start cargo")?;
    if !status.success() {
        bail!("the measurement did not come to an end");
    }
    Ok(())
}

fn page(repo: &Repo) -> Result<Command> {
    test::need_browser()?;
    let binary = build::build(repo)?;
    let mut command = process::cargo(repo.root());
    command.args(["run", "--quiet", "--package", "bench", "--bin", "page", "--", "--binary"]).arg(binary);
    match LIGHTHOUSE.install(repo) {
        Ok(package) => command.arg("--lighthouse").arg(package.join("cli/index.js")),
        // The other figures do not need it.
        Err(why) => command.arg("--without-lighthouse").arg(why.to_string()),
    };
    Ok(command)
}

/// The ledger is part of the program that measures it, which is therefore a release build; it needs no browser. The server that is measured
/// over HTTP is the one beside it.
fn ledger(repo: &Repo) -> Result<Command> {
    let mut server = process::cargo(repo.root());
    let status = server.args(["build", "--quiet", "--release", "--package", "farebox"]).status();
    if !status.context("cannot start cargo")?.success() {
        bail!("the server was not built");
    }
    let mut command = process::cargo(repo.root());
    command.args([
        "run",
        "--quiet",
        "--release",
        "--package",
        "bench",
        "--no-default-features",
        "--bin",
        "ledger",
        "--",
    ]);
    Ok(command)
}
