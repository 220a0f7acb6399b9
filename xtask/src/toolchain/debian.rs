//! Builds the standard library for the browser from Debian's `rustc-web` and `rust-web-src`, once for each compiler version.
//!
//! The result is a sysroot under `target/`: later builds are plain `cargo build --target`, without unstable options.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{TARGET, Toolchain};
use crate::install::{self, Packages};
use crate::process;
use crate::progress::{self, step};
use crate::repo::Repo;

const RUSTC: &str = "/usr/bin/rustc";
const LIBRARY_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
const PACKAGES: Packages = Packages {
    names: &["rustc-web", "rust-web-src"],
    needed_to: "compile for the browser, because rustup could not provide the wasm32-unknown-unknown target",
};

/// Whether an earlier run has built the library.
pub fn is_ready(repo: &Repo) -> bool {
    ready(repo).is_some()
}

/// The compiler over the library that an earlier run has built, or that this one builds now.
pub fn rustc(repo: &Repo) -> Result<Toolchain> {
    let rustc = match ready(repo) {
        Some(rustc) => rustc,
        None => prepare(repo)?,
    };
    Ok(Toolchain { rustc: Some(rustc) })
}

fn ready(repo: &Repo) -> Option<PathBuf> {
    let rustc = sysroot(repo, &version()?.key()).join("bin/rustc");
    // The wrapper is written last, so its presence says that everything else is there.
    rustc.is_file().then_some(rustc)
}

/// Installs Debian's pair when it is missing, builds the library and returns the compiler that uses it.
fn prepare(repo: &Repo) -> Result<PathBuf> {
    if !Path::new(RUSTC).exists() || !Path::new(LIBRARY_SOURCE).exists() {
        install::install(&PACKAGES)?;
    }
    let version = version().with_context(|| format!("{RUSTC} does not say which version it is"))?;
    let sysroot = sysroot(repo, &version.key());
    let label = format!("building the browser's standard library ({}), once", version.release);
    step(&label, |step| {
        let work = sysroot.with_extension("work");
        let libraries = compile(step, &work, &version.host)?;
        lay_out(&sysroot, &version.host, &libraries)?;
        fs::remove_dir_all(&work).context("cannot remove the library's build folder")
    })?;
    Ok(sysroot.join("bin/rustc"))
}

fn sysroot(repo: &Repo, key: &str) -> PathBuf {
    repo.path("target/wasm-sysroot").join(key)
}

/// Which compiler Debian's is: a library serves only the very compiler that built it.
struct Version {
    release: String,
    host: String,
    commit: String,
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        let field =
            |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned());
        Some(Self { release: field("release:")?, host: field("host:")?, commit: field("commit-hash:")? })
    }

    fn key(&self) -> String {
        format!("{}-{}", self.release, self.commit.get(..9).unwrap_or(&self.commit))
    }
}

fn version() -> Option<Version> {
    Version::parse(&process::ask(Command::new(RUSTC).arg("-vV"))?)
}

/// Compiles an empty crate with `-Zbuild-std` and returns the library files that this leaves behind.
fn compile(step: &mut progress::Step, work: &Path, host: &str) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(work.join("src")).with_context(|| format!("cannot create {}", work.display()))?;
    let manifest = "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";
    fs::write(work.join("Cargo.toml"), manifest)?;
    fs::write(work.join("src/lib.rs"), "#![no_std]\n")?;
    process::run(
        step,
        scrubbed_cargo(work)
            .args(["build", "--release", "-Zbuild-std=std,panic_abort", "--target", TARGET, "--target-dir", "target"])
            .env("RUSTC", RUSTC)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker(host)?)
            // The browser part is linked with LTO, which needs the library's bitcode.
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Cembed-bitcode=yes"),
    )?;
    let deps = work.join("target").join(TARGET).join("release/deps");
    let entries = fs::read_dir(&deps).with_context(|| format!("cannot read {}", deps.display()))?;
    let libraries: Vec<_> = entries.flatten().map(|entry| entry.path()).filter(|path| is_library(path)).collect();
    if libraries.is_empty() {
        bail!("the standard library left no .rlib in {}", deps.display());
    }
    Ok(libraries)
}

/// A cargo whose environment names no compiler and no flags that were meant for another target.
fn scrubbed_cargo(dir: &Path) -> Command {
    let mut command = process::cargo(dir);
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_TARGET_DIR", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER"]
    {
        command.env_remove(name);
    }
    command
}

fn is_library(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".rlib") && !name.starts_with("libnothing")
}

/// The linker that rustup's compiler brings: Debian's has none of its own.
fn linker(host: &str) -> Result<PathBuf> {
    let sysroot = process::ask(Command::new("rustc").args(["--print", "sysroot"])).context("rustc names no sysroot")?;
    let bundled = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin/rust-lld");
    let system = ["/usr/bin/wasm-ld", "/usr/bin/rust-lld"].map(PathBuf::from);
    std::iter::once(bundled)
        .chain(system)
        .find(|path| path.exists())
        .context("no rust-lld beside rustc and no wasm-ld: install the package lld")
}

fn lay_out(sysroot: &Path, host: &str, libraries: &[PathBuf]) -> Result<()> {
    if sysroot.exists() {
        fs::remove_dir_all(sysroot)?;
    }
    let rustlib = sysroot.join("lib/rustlib");
    let target_lib = rustlib.join(TARGET).join("lib");
    fs::create_dir_all(&target_lib)?;
    for library in libraries {
        fs::copy(library, target_lib.join(library.file_name().unwrap_or_default()))?;
    }
    fs::create_dir_all(rustlib.join(host).join("bin"))?;
    symlink(Path::new("/usr/lib/rustlib").join(host).join("lib"), rustlib.join(host).join("lib"))?;
    symlink(linker(host)?, rustlib.join(host).join("bin/rust-lld"))?;
    write_wrapper(sysroot)
}

fn write_wrapper(sysroot: &Path) -> Result<()> {
    let bin = sysroot.join("bin");
    fs::create_dir_all(&bin)?;
    // The script finds its own folder, so that the repository may be moved.
    let script =
        format!("#!/bin/sh\nexec {RUSTC} --sysroot \"$(dirname \"$(dirname \"$(realpath \"$0\")\")\")\" \"$@\"\n");
    let unfinished = bin.join("rustc.new");
    fs::write(&unfinished, script)?;
    fs::set_permissions(&unfinished, fs::Permissions::from_mode(0o755))?;
    fs::rename(&unfinished, bin.join("rustc")).context("cannot put the compiler's wrapper in place")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_kept_under_the_version_of_its_compiler() {
        let text = "rustc 1.96.0\nbinary: rustc\ncommit-hash: ac68faa20abcdef\nhost: x86_64-unknown-linux-gnu\nrelease: 1.96.0\n";
        let version = Version::parse(text).unwrap();
        assert_eq!(version.key(), "1.96.0-ac68faa20");
        assert_eq!(version.host, "x86_64-unknown-linux-gnu");
    }

    #[test]
    fn an_answer_without_a_host_is_no_version() {
        assert!(Version::parse("rustc 1.96.0\nrelease: 1.96.0\n").is_none());
    }

    #[test]
    fn the_empty_crate_is_no_part_of_the_library() {
        assert!(is_library(Path::new("deps/libstd-1a2b.rlib")));
        assert!(!is_library(Path::new("deps/libnothing-1a2b.rlib")));
        assert!(!is_library(Path::new("deps/libstd-1a2b.rmeta")));
    }
}
