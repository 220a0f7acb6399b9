//! Builds the browser part into `target/ui`: wasm, its glue, the style sheet, each under a name made of its content.

mod compress;
mod files;
mod glue;
mod inputs;
pub mod manifest;
pub mod snip;
mod styles;
mod wasm;

use std::fs;

use anyhow::{Context, Result};

use crate::progress::step;
use crate::repo::Repo;
use crate::toolchain;
use files::File;
use manifest::{Manifest, Names};
use snip::Panics;

/// What a call of [`build`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing had changed since the last build.
    UpToDate,
    /// The files are new.
    Built,
}

/// Builds the browser part unless nothing that goes into it has changed.
pub fn build(repo: &Repo, panics: Panics) -> Result<Outcome> {
    let _lock = lock(repo)?;
    let inputs = format!("{} {panics:?}", inputs::hash(repo)?);
    let output = repo.ui_output();
    if Manifest::read(&output).is_some_and(|manifest| manifest.inputs == inputs && manifest.is_complete(&output)) {
        return Ok(Outcome::UpToDate);
    }
    let styles = step("putting the style sheet together", |_| styles::bundle(&repo.path("crates/ui/styles")))?;
    let toolchain = toolchain::find(repo)?;
    let compiled = step("compiling the browser part", |step| wasm::compile(step, repo, &toolchain))?;
    let bound = step("joining wasm and JavaScript", |_| wasm::bind(&compiled, panics))?;

    let css = File::hashed("farebox", "css", styles.into_bytes());
    let wasm = File::hashed("farebox", "wasm", bound.wasm);
    let glue = File::hashed("farebox", "js", glue::without_comments(&bound.js).into_bytes());
    let boot = glue::boot(&repo.path("crates/ui/assets/boot.js"), &glue.name, &wasm.name)?;
    let icon = fs::read(repo.path("crates/ui/assets/icon.svg")).context("cannot read crates/ui/assets/icon.svg")?;
    let icon = File::hashed("icon", "svg", icon);
    let names = Names { css: css.name.clone(), boot, icon: icon.name.clone() };
    let packed = step("compressing", |_| compress::all(vec![css, glue, wasm, icon]))?;
    let manifest = Manifest::new(inputs, names, &packed);
    files::replace_folder(&output, &packed, &manifest)?;
    Ok(Outcome::Built)
}

/// Two builds at once would write over each other's files; the second waits and then finds everything done.
fn lock(repo: &Repo) -> Result<fs::File> {
    let path = repo.path("target/ui.lock");
    fs::create_dir_all(repo.path("target")).context("cannot create the target folder")?;
    let file = fs::File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
    step("waiting for another build of the browser part", |_| file.lock().context("cannot lock target/ui.lock"))?;
    Ok(file)
}
