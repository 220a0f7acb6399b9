//! `cargo xtask build`: one self-contained binary with the browser part inside. `cargo xtask run`: the same, and starts it.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::progress::step;
use crate::repo::Repo;
use crate::ui;

/// Builds the browser part and then the server around it; returns the binary.
pub fn build(repo: &Repo) -> Result<PathBuf> {
    ui::build(repo, ui::snip::Panics::Silent)?;
    step("building the server", |step| {
        let mut command = process::cargo(repo.root());
        process::run(step, command.args(["build", "--release", "--package", "farebox", "--bin", "farebox"]))
    })?;
    Ok(repo.target().join("release/farebox"))
}

/// Becomes the server: this process is replaced, so Ctrl-C and every other signal reach the server itself.
pub fn run(repo: &Repo, arguments: &[OsString]) -> Result<()> {
    let binary = build(repo)?;
    let mut command = Command::new(&binary);
    command.current_dir(repo.root()).args(serve_arguments(arguments));
    // What cargo set for this program means nothing to the server.
    command.env_remove("LD_LIBRARY_PATH");
    Err(command.exec()).with_context(|| format!("cannot start {}", binary.display()))
}

/// `serve`, the data folder unless the user names one, and what the user said.
fn serve_arguments(arguments: &[OsString]) -> Vec<OsString> {
    let names_data = arguments.iter().any(|argument| {
        let argument = argument.to_string_lossy();
        argument == "--data" || argument.starts_with("--data=")
    });
    let mut all = vec![OsString::from("serve")];
    if !names_data {
        all.extend(["--data", "./data"].map(OsString::from));
    }
    all.extend(arguments.iter().cloned());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(said: &[&str]) -> Vec<String> {
        let said: Vec<_> = said.iter().map(OsString::from).collect();
        serve_arguments(&said).into_iter().map(|argument| argument.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn data_is_kept_in_the_repository_unless_the_user_names_a_folder() {
        assert_eq!(arguments(&["--listen", "127.0.0.1:0"]), ["serve", "--data", "./data", "--listen", "127.0.0.1:0"]);
        assert_eq!(arguments(&["--data", "elsewhere"]), ["serve", "--data", "elsewhere"]);
        assert_eq!(arguments(&["--data=elsewhere"]), ["serve", "--data=elsewhere"]);
    }
}
