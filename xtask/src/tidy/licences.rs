//! Every dependency comes under a licence that `deny.toml` lists. No network: cargo has the manifests already.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::complaint::Complaint;
use super::tree::Tree;
use crate::process;
use crate::repo::Repo;

const POLICY: &str = "deny.toml";

/// The part of `deny.toml` that is about licences.
#[derive(Deserialize)]
struct Policy {
    licenses: Licenses,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// A licence that is allowed for one crate only.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// Where it comes from; our own crates come from nowhere.
    source: Option<String>,
}

/// Complains about dependencies under other licences.
pub fn check(repo: &Repo, tree: &Tree) -> Result<Vec<Complaint>> {
    let Some(policy) = tree.text(POLICY) else {
        return Ok(vec![Complaint::new(POLICY, 1, "is missing: it lists the licences that dependencies may have")]);
    };
    let policy: Policy = toml::from_str(policy).context("deny.toml cannot be read")?;
    let metadata: Metadata = serde_json::from_str(&metadata(repo)?).context("cargo metadata cannot be read")?;
    let foreign = metadata.packages.iter().filter(|package| package.source.is_some());
    Ok(foreign
        .filter_map(|package| {
            let objection = objection(&policy.licenses, package)?;
            let message = format!("{} {} {objection}", package.name, package.version);
            Some(Complaint::new("Cargo.lock", line_in_lock(tree, package), message))
        })
        .collect())
}

fn metadata(repo: &Repo) -> Result<String> {
    let ask = |more: &[&str]| {
        let mut command = process::cargo(repo.root());
        process::ask(command.args(["metadata", "--format-version", "1"]).args(more))
    };
    // Only what this machine builds is sure to be here; with all targets cargo would have to download the rest.
    let host = process::ask(Command::new("rustc").args(["--print", "host-tuple"])).unwrap_or_default();
    let filter = ["--filter-platform", host.as_str(), "--filter-platform", crate::toolchain::TARGET];
    match ask(&[&filter[..], &["--offline"]].concat()).or_else(|| ask(&filter)) {
        Some(text) => Ok(text),
        None => bail!("cargo metadata failed: run it by hand to see why"),
    }
}

fn objection(licenses: &Licenses, package: &Package) -> Option<String> {
    let Some(expression) = &package.license else { return Some("names no licence".to_owned()) };
    // Old manifests write a slash where they mean OR; lax mode takes it so.
    let Ok(parsed) = spdx::Expression::parse_mode(expression, spdx::ParseMode::LAX) else {
        return Some(format!("has the licence `{expression}`, which is no SPDX expression"));
    };
    let excepted = licenses.exceptions.iter().filter(|exception| exception.name == package.name);
    let allowed: Vec<_> = licenses.allow.iter().chain(excepted.flat_map(|exception| &exception.allow)).collect();
    let is_allowed = parsed.evaluate(|requirement| {
        let name = requirement.to_string();
        allowed.iter().any(|allowed| **allowed == name)
    });
    (!is_allowed).then(|| format!("has the licence `{expression}`; deny.toml allows: {}", licenses.allow.join(", ")))
}

fn line_in_lock(tree: &Tree, package: &Package) -> usize {
    let name = format!("name = \"{}\"", package.name);
    let lock = tree.text("Cargo.lock").unwrap_or_default();
    lock.lines().position(|line| line == name).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn licenses() -> Licenses {
        let text = "allow = [\"MIT\", \"Apache-2.0\", \"Apache-2.0 WITH LLVM-exception\"]\n\
                    exceptions = [{ crate = \"css\", allow = [\"MPL-2.0\"] }]\n";
        toml::from_str(text).unwrap()
    }

    fn is_allowed(name: &str, license: Option<&str>) -> bool {
        let package =
            Package { name: name.into(), version: "1.0.0".into(), license: license.map(Into::into), source: None };
        objection(&licenses(), &package).is_none()
    }

    #[test]
    fn one_allowed_choice_is_enough_and_every_part_is_needed() {
        let cases = [
            ("MIT", true),
            ("GPL-3.0-only OR MIT", true),
            ("MIT/Apache-2.0", true),
            ("MIT AND GPL-3.0-only", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("GPL-3.0-only", false),
            ("whatever I like", false),
        ];
        for (license, expected) in cases {
            assert_eq!(is_allowed("a", Some(license)), expected, "{license}");
        }
    }

    #[test]
    fn an_exception_is_for_its_crate_alone() {
        assert!(is_allowed("css", Some("MPL-2.0")));
        assert!(!is_allowed("other", Some("MPL-2.0")));
    }

    #[test]
    fn no_licence_is_not_allowed() {
        assert!(!is_allowed("a", None));
    }
}
