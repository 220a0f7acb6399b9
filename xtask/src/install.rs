//! Installs Debian packages that a step needs, or says which one command does.

use std::process::Command;

use anyhow::{Result, bail};

use crate::process;
use crate::progress::step;

/// Packages that belong together, and what they are for.
pub struct Packages {
    /// Their names in Debian's archive.
    pub names: &'static [&'static str],
    /// The end of the sentence "… is needed to".
    pub needed_to: &'static str,
}

/// Installs the packages. A user who may not install gets the command to run instead, as an error.
pub fn install(packages: &Packages) -> Result<()> {
    let names = packages.names.join(" ");
    let needed_to = packages.needed_to;
    if !process::is_on_path("apt-get") {
        bail!("{names} is needed to {needed_to}, and this system has no apt-get: install the equivalent by hand");
    }
    if !is_root() {
        bail!("{}", ask_for(packages));
    }
    eprintln!("  installing {names}: needed to {needed_to}");
    step("reading the package lists", |step| process::run(step, apt_get().arg("update")))?;
    step(&format!("installing {names}"), |step| {
        process::run(step, apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages.names))
    })?;
    Ok(())
}

fn ask_for(packages: &Packages) -> String {
    let names = packages.names.join(" ");
    format!(
        "{names} is needed to {}. Installing it needs rights that you do not have. Run this once, then try again:\n\n    \
         sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}\n",
        packages.needed_to
    )
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    process::ask(Command::new("id").arg("-u")).as_deref() == Some("0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_not_install_is_told_one_command_to_run() {
        let text = ask_for(&Packages { names: &["chromium", "chromium-driver"], needed_to: "run the browser tests" });
        let commands: Vec<_> = text.lines().filter(|line| line.starts_with("    ")).collect();
        assert_eq!(
            commands,
            ["    sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium chromium-driver"]
        );
        assert!(text.contains("needed to run the browser tests"), "{text}");
    }
}
