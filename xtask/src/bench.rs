//! `cargo xtask bench`: builds what is measured as users get it, and starts the program that measures.

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
}

/// The last major version that runs on Node 20.
const LIGHTHOUSE: Package = Package { name: "lighthouse", version: "12.8.2" };

/// Measures; the program writes `bench/results/` and `bench/README.md` itself.
pub fn run(repo: &Repo, what: Bench) -> Result<()> {
    let program = match what {
        Bench::Page => {
            test::need_browser()?;
            "page"
        }
    };
    let binary = build::build(repo)?;
    let mut command = process::cargo(repo.root());
    command.args(["run", "--quiet", "--package", "bench", "--bin", program, "--", "--binary"]).arg(binary);
    match LIGHTHOUSE.install(repo) {
        Ok(package) => command.arg("--lighthouse").arg(package.join("cli/index.js")),
        // The other figures do not need it.
        Err(why) => command.arg("--without-lighthouse").arg(why.to_string()),
    };
    let status = command.status().context("cannot start cargo")?;
    if !status.success() {
        bail!("the measurement did not come to an end");
    }
    Ok(())
}
