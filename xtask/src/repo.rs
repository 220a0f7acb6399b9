//! Where things lie in the repository.

use std::path::{Path, PathBuf};

/// The repository's folders, found once at start.
#[derive(Clone, Debug)]
pub struct Repo {
    root: PathBuf,
}

impl Repo {
    /// Cargo names the folder of this crate's manifest; the repository is the folder above it. The name that was compiled in
    /// serves when the program is started without cargo.
    pub fn find() -> Self {
        let manifest_dir =
            std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").to_owned().into());
        let manifest_dir = PathBuf::from(manifest_dir);
        let root = manifest_dir.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        Self { root }
    }

    /// The folder that holds the workspace's `Cargo.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside the repository.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// Cargo's target folder, wherever the user has put it.
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| self.path("target"), |dir| self.root.join(dir))
    }

    /// The built browser part. Always inside the repository, because the server's build looks for it there.
    pub fn ui_output(&self) -> PathBuf {
        self.path("target/ui")
    }
}
