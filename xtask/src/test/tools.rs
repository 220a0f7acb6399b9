//! Programs that tests need beside cargo.

use std::process::Command;

use anyhow::Result;

use crate::install::{self, Packages};
use crate::process;

const BROWSER: Packages =
    Packages { names: &["chromium", "chromium-driver"], needed_to: "walk through the product in a real browser" };

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
