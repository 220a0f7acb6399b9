//! Where files are kept: written whole or not at all, and on the disk before anybody is charged for them.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use credits::AccountId;
use uuid::Uuid;

use crate::generators::Artifact;
use crate::{Asset, AssetFile};

/// The folder of all files: one folder an account, in it one a generation, in it one an attempt.
///
/// The attempt is part of the path so that a runner which was taken for lost cannot write over what its successor stored.
#[derive(Debug, Clone)]
pub(crate) struct Assets {
    root: Arc<Path>,
}

impl Assets {
    /// Opens the folder, making it if it is not there.
    pub(crate) async fn open(root: PathBuf) -> io::Result<Self> {
        let assets = Self { root: root.into() };
        let folder = Arc::clone(&assets.root);
        off_thread(move || {
            fs::create_dir_all(&folder)?;
            // The folder's own name is durable when the folder above it is. A path without one above it was there before.
            match folder.parent().filter(|above| !above.as_os_str().is_empty()) {
                Some(above) => File::open(above)?.sync_all(),
                None => Ok(()),
            }
        })
        .await?;
        Ok(assets)
    }

    /// Stores an attempt's files. They are on the disk when this returns; after an error none of them is left.
    pub(crate) async fn store(
        &self,
        account: AccountId,
        id: Uuid,
        attempt: u32,
        artifacts: Vec<Artifact>,
    ) -> io::Result<Vec<Asset>> {
        let root = Arc::clone(&self.root);
        let generation = self.folder(account, id);
        off_thread(move || {
            let folder = generation.join(attempt.to_string());
            let stored = store_all(&root, &folder, attempt, &artifacts);
            if stored.is_err() {
                // The cause is what the caller needs to know; what cannot be removed now is removed when the work is wound up.
                let _ = fs::remove_dir_all(&folder);
            }
            stored
        })
        .await
    }

    /// Removes one attempt's files. Those that are not there are as good as removed.
    pub(crate) async fn remove_attempt(&self, account: AccountId, id: Uuid, attempt: u32) -> io::Result<()> {
        let folder = self.folder(account, id).join(attempt.to_string());
        off_thread(move || remove_folder(&folder)).await
    }

    /// Removes all files of a generation. Those that are not there are as good as removed.
    pub(crate) async fn remove_all(&self, account: AccountId, id: Uuid) -> io::Result<()> {
        let folder = self.folder(account, id);
        off_thread(move || remove_folder(&folder)).await
    }

    /// Where a file is.
    pub(crate) fn file(&self, account: AccountId, id: Uuid, asset: Asset) -> AssetFile {
        let path = self.folder(account, id).join(&asset.file);
        AssetFile { path, media_type: asset.media_type, bytes_len: asset.bytes_len }
    }

    fn folder(&self, account: AccountId, id: Uuid) -> PathBuf {
        self.root.join(account.to_string()).join(id.to_string())
    }
}

/// Does what blocks where it blocks nobody.
async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(()),
        outcome => outcome,
    }
}

fn store_all(root: &Path, folder: &Path, attempt: u32, artifacts: &[Artifact]) -> io::Result<Vec<Asset>> {
    fs::create_dir_all(folder)?;
    let mut assets = Vec::with_capacity(artifacts.len());
    for (n, artifact) in artifacts.iter().enumerate() {
        let name = format!("{n}.{}", extension(artifact.media_type));
        write_whole(folder, &name, &artifact.bytes)?;
        assets.push(Asset {
            role: artifact.role,
            media_type: artifact.media_type.to_owned(),
            width_px: artifact.width_px,
            height_px: artifact.height_px,
            bytes_len: artifact.bytes.len() as u64,
            file: format!("{attempt}/{name}"),
        });
    }
    // A name is durable only when its folder is, all the way up to the folder that was there before.
    for folder in folder.ancestors().take_while(|folder| folder.starts_with(root)) {
        File::open(folder)?.sync_all()?;
    }
    Ok(assets)
}

/// Writes a file under another name, and gives it its own when all of it is on the disk.
fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let unfinished = folder.join(format!("{name}.part"));
    let mut file = File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&unfinished, folder.join(name))
}

/// The ending of a file's name, so that a person who looks into the folder sees what is in it.
fn extension(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "image/gif" => "gif",
        "video/mp4" => "mp4",
        "video/webm" => "webm",
        _ => "bin",
    }
}
