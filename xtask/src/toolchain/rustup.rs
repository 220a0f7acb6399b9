//! Asks rustup for the browser's target.

use std::process::Command;

use super::TARGET;
use crate::process;
use crate::progress::step;

/// Tries `rustup target add`; false when there is no rustup or it cannot reach its server.
pub fn add_target() -> bool {
    if !process::is_on_path("rustup") {
        return false;
    }
    let label = format!("rustup target add {TARGET}");
    let added = step(&label, |step| process::run(step, Command::new("rustup").args(["target", "add", TARGET])));
    if added.is_err() {
        eprintln!("  rustup could not fetch it; trying Debian's packages");
    }
    added.is_ok()
}
