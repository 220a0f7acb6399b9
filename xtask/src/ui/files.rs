//! The files of the browser part: names made of their content, and the folder that holds them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::manifest::Manifest;

/// One file as the server will send it.
pub struct File {
    /// Its name, which changes whenever its content does.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// A file with its compressed forms.
pub struct Packed {
    /// The file itself.
    pub file: File,
    /// Compressed with brotli.
    pub br: Vec<u8>,
    /// Compressed with gzip.
    pub gz: Vec<u8>,
}

impl File {
    /// A file whose name carries the hash of its content, so that a browser may keep it for ever.
    pub fn hashed(stem: &str, extension: &str, content: Vec<u8>) -> Self {
        let hash = hex(&Sha256::digest(&content));
        let short = hash.get(..16).unwrap_or(&hash);
        Self { name: format!("{stem}-{short}.{extension}"), content }
    }
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a new folder beside the old one and then takes its place, so that no reader ever sees half of it.
pub fn replace_folder(output: &Path, packed: &[Packed], manifest: &Manifest) -> Result<()> {
    let new = output.with_extension("new");
    remove(&new)?;
    fs::create_dir_all(&new).with_context(|| format!("cannot create {}", new.display()))?;
    for Packed { file, br, gz } in packed {
        fs::write(new.join(&file.name), &file.content)?;
        fs::write(new.join(format!("{}.br", file.name)), br)?;
        fs::write(new.join(format!("{}.gz", file.name)), gz)?;
    }
    manifest.write(&new)?;
    remove(output)?;
    fs::rename(&new, output).with_context(|| format!("cannot put {} in place", output.display()))
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_follows_its_content() {
        let name = |content: &[u8]| File::hashed("farebox", "css", content.to_vec()).name;
        assert_eq!(name(b"a{}"), name(b"a{}"));
        assert_ne!(name(b"a{}"), name(b"b{}"));
        assert_eq!(name(b""), "farebox-e3b0c44298fc1c14.css");
    }
}
