//! `manifest.json`: what the browser part consists of. The server reads the names, the benchmark the sizes, and the next build
//! the hash of what went in.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::files::Packed;

const FILE_NAME: &str = "manifest.json";

/// The built browser part.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// A hash of everything that the files were made from.
    pub inputs: String,
    /// The names that every page needs.
    pub names: Names,
    /// All files with their sizes.
    pub files: Vec<Sizes>,
}

/// What a page needs: the hashed names of the files that it refers to, and the module in it. `ui::AssetNames` reads the same fields.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// The style sheet.
    pub css: String,
    /// The text of the module that starts everything, and names the rest.
    pub boot: String,
    /// The icon of the browser's tab.
    pub icon: String,
}

/// One file and its size in each encoding.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// The file's hashed name.
    pub name: String,
    /// As it is.
    pub identity_bytes: usize,
    /// With brotli.
    pub br_bytes: usize,
    /// With gzip.
    pub gz_bytes: usize,
}

impl Manifest {
    /// The manifest of these files.
    pub fn new(inputs: String, names: Names, packed: &[Packed]) -> Self {
        let files = packed
            .iter()
            .map(|packed| Sizes {
                name: packed.file.name.clone(),
                identity_bytes: packed.file.content.len(),
                br_bytes: packed.br.len(),
                gz_bytes: packed.gz.len(),
            })
            .collect();
        Self { inputs, names, files }
    }

    /// The manifest of a folder; `None` when there is none that this version understands.
    pub fn read(folder: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(folder.join(FILE_NAME)).ok()?).ok()
    }

    /// Writes the manifest into a folder.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("cannot write the manifest as JSON")?;
        fs::write(folder.join(FILE_NAME), text).with_context(|| format!("cannot write {FILE_NAME}"))
    }

    /// Whether every file that the manifest names is there in all its forms.
    pub fn is_complete(&self, folder: &Path) -> bool {
        self.files
            .iter()
            .all(|file| ["", ".br", ".gz"].iter().all(|form| folder.join(format!("{}{form}", file.name)).is_file()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::files::{File, replace_folder};

    fn packed() -> Packed {
        Packed { file: File::hashed("farebox", "css", b"a{}".to_vec()), br: vec![1], gz: vec![1, 2] }
    }

    fn manifest() -> Manifest {
        let name = || "x".to_owned();
        let names = Names { css: packed().file.name, boot: name(), icon: name() };
        Manifest::new("inputs".into(), names, &[packed()])
    }

    #[test]
    fn a_written_manifest_reads_back_the_same() {
        let folder = tempfile::tempdir().unwrap();
        manifest().write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()), Some(manifest()));
    }

    #[test]
    fn a_folder_that_lost_a_file_is_not_complete() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("ui");
        replace_folder(&output, &[packed()], &manifest()).unwrap();
        assert!(manifest().is_complete(&output));
        fs::remove_file(output.join(format!("{}.br", packed().file.name))).unwrap();
        assert!(!manifest().is_complete(&output));
    }

    #[test]
    fn a_file_that_is_no_manifest_counts_as_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE_NAME), "{}").unwrap();
        assert_eq!(Manifest::read(folder.path()), None);
    }
}
