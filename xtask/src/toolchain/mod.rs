//! Finds a compiler that can build for the browser.

mod debian;
mod rustup;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::repo::Repo;

/// The target that browsers run.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// Names a `rustc` that has the target, for whoever wants to choose; `debian` chooses Debian's packages.
const VARIABLE: &str = "FAREBOX_WASM_RUSTC";

/// A compiler that can build for the browser.
pub struct Toolchain {
    /// The compiler to set as `RUSTC`; `None` means that cargo's own choice will do.
    pub rustc: Option<PathBuf>,
}

/// Looks in this order: the variable, the compiler in use, a library built here before, rustup, Debian's packages.
pub fn find(repo: &Repo) -> Result<Toolchain> {
    if let Some(rustc) = std::env::var_os(VARIABLE) {
        if rustc == "debian" {
            return debian::rustc(repo);
        }
        let rustc = PathBuf::from(rustc);
        if !has_target(&rustc) {
            bail!("{VARIABLE} names {}, which has no library for {TARGET}", rustc.display());
        }
        return Ok(Toolchain { rustc: Some(rustc) });
    }
    if has_target(Path::new("rustc")) {
        return Ok(Toolchain { rustc: None });
    }
    if debian::is_ready(repo) {
        return debian::rustc(repo);
    }
    if rustup::add_target() && has_target(Path::new("rustc")) {
        return Ok(Toolchain { rustc: None });
    }
    debian::rustc(repo)
}

/// Whether the compiler brings the standard library for the browser's target.
fn has_target(rustc: &Path) -> bool {
    let Some(dir) = process::ask(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET])) else {
        return false;
    };
    let Ok(entries) = std::fs::read_dir(dir) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}
