//! Programs that tests need beside cargo.

use std::process::Command;

use anyhow::Result;
use postgres_fixture::{Programs, Server, VARIABLE};

use crate::install::{self, Packages};
use crate::process;

const BROWSER: Packages =
    Packages { names: &["chromium", "chromium-driver"], needed_to: "walk through the product in a real browser" };

const POSTGRES: Packages = Packages { names: &["postgresql"], needed_to: "test the ledger over a real PostgreSQL" };

const NODE: Packages =
    Packages { names: &["nodejs", "npm"], needed_to: "compare signatures with those of Stripe's own SDK" };

/// Installs Node.js and npm when they are missing.
pub fn node() -> Result<()> {
    let is_there = ["node", "npm"].iter().all(|name| process::is_on_path(name));
    if is_there { Ok(()) } else { install::install(&NODE) }
}

/// A server for all tests of a run, and installs PostgreSQL when it is missing. None when the variable names one already.
pub fn postgres() -> Result<Option<Server>> {
    if std::env::var_os(VARIABLE).is_some() {
        return Ok(None);
    }
    if Programs::find().is_err() {
        install::install(&POSTGRES)?;
    }
    Ok(Some(Server::start()?))
}

/// Installs the browser and its driver when they are missing.
pub fn browser() -> Result<()> {
    let has_driver = std::env::var_os("CHROMEDRIVER").is_some() || process::is_on_path("chromedriver");
    let has_browser = ["chromium", "google-chrome", "chrome"].iter().any(|name| process::is_on_path(name));
    if has_driver && has_browser { Ok(()) } else { install::install(&BROWSER) }
}

/// Whether `cargo nextest` is installed. It runs tests faster and keeps to the limits for browsers; `cargo test` does as well.
pub fn has_nextest() -> bool {
    process::ask(Command::new("cargo").args(["nextest", "--version"])).is_some()
}
