//! The repository's text files, read once for all checks.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// All text files with their paths from the repository's root.
pub struct Tree {
    files: Vec<TextFile>,
}

/// One text file.
pub struct TextFile {
    /// The path from the root, with `/` between its parts.
    pub path: String,
    /// The whole content.
    pub text: String,
}

/// Folders that hold what was built or what a running server keeps.
const NOT_SOURCES: [&str; 3] = ["target", "data", "node_modules"];
/// Hidden folders that belong to the repository.
const HIDDEN_SOURCES: [&str; 3] = [".cargo", ".ci", ".config"];

impl Tree {
    /// Reads the repository. It may be a checkout or an unpacked archive: git is not asked.
    pub fn read(root: &Path) -> Result<Self> {
        let mut files = Vec::new();
        collect(root, "", &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { files })
    }

    /// A tree of made-up files.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| TextFile { path: (*path).to_owned(), text: (*text).to_owned() };
        Self { files: files.iter().map(file).collect() }
    }

    /// All files.
    pub fn files(&self) -> impl Iterator<Item = &TextFile> {
        self.files.iter()
    }

    /// All Rust sources.
    pub fn rust(&self) -> impl Iterator<Item = &TextFile> {
        self.files().filter(|file| file.path.ends_with(".rs"))
    }

    /// The manifests of the workspace's packages, without the workspace's own.
    pub fn manifests(&self) -> impl Iterator<Item = &TextFile> {
        self.files().filter(|file| file.path.ends_with("/Cargo.toml"))
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files().find(|file| file.path == path).map(|file| file.text.as_str())
    }

    /// Whether any file lies under this folder.
    pub fn has_folder(&self, folder: &str) -> bool {
        self.files().any(|file| file.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<TextFile>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() && is_source_folder(&name) {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else if kind.is_file() {
            // What is not text (pictures, captured bytes) has no rules.
            if let Ok(text) = String::from_utf8(fs::read(entry.path())?) {
                files.push(TextFile { path, text });
            }
        }
    }
    Ok(())
}

fn is_source_folder(name: &str) -> bool {
    if name.starts_with('.') { HIDDEN_SOURCES.contains(&name) } else { !NOT_SOURCES.contains(&name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_built_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["src/a.rs", "target/b.rs", ".git/c", ".ci/run", "d.png"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "x").unwrap();
        }
        fs::write(folder.path().join("d.png"), [0xff, 0xfe]).unwrap();
        let tree = Tree::read(folder.path()).unwrap();
        let paths: Vec<_> = tree.files().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, [".ci/run", "src/a.rs"]);
    }
}
