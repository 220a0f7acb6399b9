//! Where the programs of PostgreSQL are, and as whom they run.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::FixtureError;

/// Where Debian keeps them, a folder a version: they are not on its PATH.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The programs of one version, and the user who runs them.
#[derive(Debug, Clone)]
pub struct Programs {
    folder: PathBuf,
    /// Who runs them when it is not who we are: PostgreSQL refuses to be run by root.
    user: Option<(u32, u32)>,
}

impl Programs {
    /// The programs on the PATH, or the newest that Debian installed.
    ///
    /// # Errors
    /// When there are none, and when root has no user `postgres` to run them.
    pub fn find() -> Result<Self, FixtureError> {
        let has_both = |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
        let on_path = std::env::var_os("PATH").and_then(|path| std::env::split_paths(&path).find(has_both));
        let folder = on_path.or_else(newest_of_debian).ok_or(FixtureError::NoPrograms)?;
        let user = if id(&["-u"])? == 0 { Some((id(&["-u", "postgres"])?, id(&["-g", "postgres"])?)) } else { None };
        Ok(Self { folder, user })
    }

    /// A command that is run by whoever may run PostgreSQL.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        // A folder of ours may be closed to that user.
        command.current_dir("/").env_remove("PGDATA");
        command
    }

    /// The path of one of the programs.
    pub(crate) fn path(&self, program: &str) -> PathBuf {
        self.folder.join(program)
    }

    /// Gives a folder to whoever runs the programs.
    pub(crate) fn give(&self, folder: &Path) -> std::io::Result<()> {
        match self.user {
            Some((user, group)) => std::os::unix::fs::chown(folder, Some(user), Some(group)),
            None => Ok(()),
        }
    }
}

fn newest_of_debian() -> Option<PathBuf> {
    let versions = std::fs::read_dir(DEBIAN).ok()?.filter_map(Result::ok);
    let newest = versions.filter_map(|version| {
        let number: u32 = version.file_name().to_str()?.parse().ok()?;
        let folder = version.path().join("bin");
        folder.join("initdb").is_file().then_some((number, folder))
    });
    newest.max().map(|(_, folder)| folder)
}

/// A user's or group's number.
fn id(arguments: &[&str]) -> Result<u32, FixtureError> {
    let failed = |said: String| FixtureError::Program { program: "id", said };
    let output = Command::new("id").args(arguments).output().map_err(|error| failed(error.to_string()))?;
    let said = String::from_utf8_lossy(&output.stdout);
    said.trim().parse().map_err(|_| failed(String::from_utf8_lossy(&output.stderr).into_owned()))
}
