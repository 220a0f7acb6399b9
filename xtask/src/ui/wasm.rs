//! Compiles the `ui` crate for the browser and lets wasm-bindgen make the glue.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::glue;
use super::snip::{self, Panics};
use crate::process;
use crate::progress::Step;
use crate::repo::Repo;
use crate::toolchain::{TARGET, Toolchain};

/// The wasm module and the JavaScript that loads it.
pub struct Bound {
    /// The module, without names and producers.
    pub wasm: Vec<u8>,
    /// The ES module that loads it.
    pub js: String,
}

/// Compiles with the size profile. Only this one crate, so that no other crate's features join in; in its own target folder,
/// so that the native and the browser build do not throw each other's work away.
pub fn compile(step: &mut Step, repo: &Repo, toolchain: &Toolchain) -> Result<PathBuf> {
    let target_dir = repo.target().join("web");
    let mut command = process::cargo(repo.root());
    command
        .args(["rustc", "-p", "ui", "--lib", "--crate-type", "cdylib"])
        .args(["--no-default-features", "--features", "hydrate", "--profile", "wasm", "--target", TARGET])
        .arg("--target-dir")
        .arg(&target_dir);
    // Flags that the user set are meant for their own machine.
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC", "RUSTC_BOOTSTRAP", "RUSTC_WORKSPACE_WRAPPER"] {
        command.env_remove(name);
    }
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", registry_unnamed());
    if let Some(rustc) = &toolchain.rustc {
        command.env("RUSTC", rustc);
    }
    process::run(step, &mut command)?;
    Ok(target_dir.join(TARGET).join("wasm/ui.wasm"))
}

/// Paths of dependencies begin the same wherever they were downloaded to, so that everybody builds the same file.
fn registry_unnamed() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    let sources = std::fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten();
    // Paths with spaces cannot stand in this variable; there the names stay.
    let remap = |source: PathBuf| format!("--remap-path-prefix={}=/registry", source.display());
    let flags = sources.map(|source| remap(source.path())).filter(|flag| !flag.contains(' '));
    flags.collect::<Vec<_>>().join(" ")
}

/// Makes the glue and takes out what only a debugger would read.
pub fn bind(compiled: &Path, panics: Panics) -> Result<Bound> {
    let wasm = std::fs::read(compiled).with_context(|| format!("cannot read {}", compiled.display()))?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("farebox", snip::snip(&wasm, panics)?)
        .out_name("farebox")
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bindgen.web(true).and_then(Bindgen::generate_output).context("wasm-bindgen failed")?;
    let js = output.js().to_owned();
    if js.contains("./snippets/") {
        bail!("a dependency of ui brings JavaScript files of its own, which this build does not serve");
    }
    let js = glue::with_short_names(&js, output.wasm_mut());
    Ok(Bound { wasm: output.wasm_mut().emit_wasm(), js })
}
