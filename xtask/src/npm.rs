//! Tools of the developer's that exist only as npm packages. Nothing of the product needs them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::progress::step;
use crate::repo::Repo;

/// A package in exactly one version, so that its figures can be compared.
pub struct Package {
    /// Its name in the registry.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Package {
    /// Installs the package below `target/tools`, unless it is there; returns its folder.
    ///
    /// # Errors
    /// When npm is not at hand, or cannot reach its registry.
    pub fn install(&self, repo: &Repo) -> Result<PathBuf> {
        let Self { name, version } = self;
        let folder = repo.target().join(format!("tools/{name}-{version}"));
        let package = folder.join("node_modules").join(name);
        // It is written last, so that what was broken off is done again.
        let is_whole = folder.join("whole");
        if is_whole.exists() {
            return Ok(package);
        }
        if !process::is_on_path("npm") {
            bail!("{name} is installed with npm, and npm is not on this machine");
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        step(&format!("installing {name} {version}"), |step| {
            let mut npm = Command::new("npm");
            npm.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&folder);
            process::run(step, npm.arg(format!("{name}@{version}")))
        })?;
        fs::write(&is_whole, "").with_context(|| format!("cannot write {}", is_whole.display()))?;
        Ok(package)
    }
}
