//! Rebuilds the server when the browser part that a release embeds has changed.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // A development build reads the files when they are asked for, so only a release has to be built anew.
    if std::env::var("PROFILE").as_deref() != Ok("release") {
        return;
    }
    // A path that does not exist counts as changed every time; an empty folder does not.
    let folder = Path::new("../../target/ui");
    if !folder.exists() && std::fs::create_dir_all(folder).is_err() {
        return;
    }
    println!("cargo::rerun-if-changed=../../target/ui");
}
