//! A hash of everything that goes into the browser part: equal hashes mean that there is nothing to build.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::files::hex;
use crate::repo::Repo;

/// What the browser part is made from, and what makes it.
const SOURCES: [&str; 6] = ["Cargo.lock", "Cargo.toml", "crates/credits", "crates/wire", "crates/ui", "xtask/src/ui"];

/// The hash of all sources: their names and their contents.
pub fn hash(repo: &Repo) -> Result<String> {
    let sources = SOURCES.map(|source| repo.path(source));
    hash_of(repo.root(), &sources)
}

fn hash_of(root: &Path, sources: &[PathBuf]) -> Result<String> {
    let mut files = Vec::new();
    for source in sources {
        collect(source, &mut files)?;
    }
    files.sort();
    let mut hasher = Sha256::new();
    for file in &files {
        let content = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.strip_prefix(root).unwrap_or(file).to_string_lossy();
        // Lengths go in as well, so that no two sets of files look alike when written one after the other.
        hasher.update(name.len().to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update(content.len().to_le_bytes());
        hasher.update(&content);
    }
    Ok(hex(&hasher.finalize()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        if path.exists() {
            files.push(path.to_path_buf());
        }
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_moved_or_added_file_changes_the_hash() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let hash = || hash_of(root, &[root.join("src")]).unwrap();
        fs::create_dir(root.join("src")).unwrap();
        fs::write(root.join("src/a"), "1").unwrap();
        let first = hash();
        assert_eq!(hash(), first);
        fs::write(root.join("src/a"), "2").unwrap();
        let changed = hash();
        fs::rename(root.join("src/a"), root.join("src/b")).unwrap();
        let moved = hash();
        fs::write(root.join("src/c"), "").unwrap();
        let added = hash();
        let all = std::collections::BTreeSet::from([first, changed, moved, added]);
        assert_eq!(all.len(), 4);
    }

    #[test]
    fn files_beside_the_sources_do_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("a"), "1").unwrap();
        let before = hash_of(root, &[root.join("a")]).unwrap();
        fs::write(root.join("b"), "1").unwrap();
        assert_eq!(hash_of(root, &[root.join("a")]).unwrap(), before);
    }
}
