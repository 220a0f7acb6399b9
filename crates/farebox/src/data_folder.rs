//! The folder of everything that must survive: made for its owner alone, used by one process at a time.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Error, ErrorKind};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::fs::Mode;

use crate::config::Config;
use crate::exit::Failure;

/// How long a starting server waits for the lock when nobody listens.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);

/// How often it tries again.
const LOCK_RETRY: Duration = Duration::from_millis(20);

/// From now on whatever this process makes is its owner's alone. The folder may have been made by somebody else and be open to
/// everybody, and in it are password hashes, prompts and pictures. What is there already keeps the mode that it has.
pub fn keep_others_out() {
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
}

/// A data folder that is there.
#[derive(Debug, Clone)]
pub struct DataFolder {
    path: PathBuf,
}

/// The right to use a data folder. Ends with the value, and with the process however that ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl DataFolder {
    /// Opens the folder, making it if there is none.
    ///
    /// # Errors
    /// When it cannot be made, or is something else.
    pub fn open_or_make(path: &Path) -> Result<Self, Failure> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
        made.map_err(|error| in_the_way(path, &error))?;
        Ok(Self { path: path.to_owned() })
    }

    /// Opens the folder for a command: it is not made, and if the ledger is kept in it, a server has used it before. Whoever keeps
    /// everything in a database needs no folder.
    ///
    /// # Errors
    /// When there should be a ledger in it and is none: most likely another folder was meant.
    pub fn open(config: &Config) -> Result<Self, Failure> {
        let path = &config.data;
        let folder = Self { path: path.to_owned() };
        if config.database_url.is_some() || folder.mark().exists() {
            return Ok(folder);
        }
        match folder.ledger().try_exists() {
            Ok(true) => Ok(folder),
            Ok(false) => Err(Failure::Configuration(format!(
                "there is no ledger in {}. Name the server's data folder with --data, or start `farebox serve` to make one.",
                path.display()
            ))),
            Err(error) => Err(in_the_way(path, &error)),
        }
    }

    /// Takes the right to use the folder, waiting for an operator's command that has it for a moment.
    ///
    /// # Errors
    /// When a server has it, and when the folder cannot be written.
    pub fn lock(&self) -> Result<Lock, Failure> {
        let started = Instant::now();
        loop {
            if let Some(lock) = self.try_lock()? {
                return Ok(lock);
            }
            // Only a server listens; a command is soon done.
            if UnixStream::connect(self.admin_socket()).is_ok() || started.elapsed() >= LOCK_PATIENCE {
                return Err(self.in_use());
            }
            std::thread::sleep(LOCK_RETRY);
        }
    }

    fn in_use(&self) -> Failure {
        Failure::Unavailable(format!(
            "another Farebox uses the data folder {}. Stop it first, or name another folder with --data.",
            self.path.display()
        ))
    }

    /// Takes the right to use the folder; `None` when another process has it.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn try_lock(&self) -> Result<Option<Lock>, Failure> {
        let path = self.path.join("farebox.lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path);
        let file = file.map_err(|error| in_the_way(&self.path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(in_the_way(&self.path, &error)),
        }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Who has how many credits.
    pub fn ledger(&self) -> PathBuf {
        self.path.join("ledger.db")
    }

    /// Says that servers of this folder keep everything in a database.
    pub fn mark(&self) -> PathBuf {
        self.path.join("kept-in-postgresql")
    }

    /// Writes that down, with which database it is.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write_mark(&self, database: &str) -> Result<(), Failure> {
        std::fs::write(self.mark(), format!("{database}\n")).map_err(|error| in_the_way(&self.path, &error))
    }

    /// Accounts, generations and orders.
    pub fn app(&self) -> PathBuf {
        self.path.join("app.db")
    }

    /// What generations made.
    pub fn assets(&self) -> PathBuf {
        self.path.join("assets")
    }

    /// Where the operator's commands reach a running server.
    pub fn admin_socket(&self) -> PathBuf {
        self.path.join("admin.sock")
    }
}

/// What is said when the folder cannot be used, in words that tell what to do.
fn in_the_way(path: &Path, error: &Error) -> Failure {
    let folder = path.display();
    Failure::Unavailable(match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => format!(
            "the data folder {folder} cannot be written. Make it writable for the user that runs Farebox, or name another one with \
             --data. ({error})"
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            format!("the disk of the data folder {folder} is full. Free some space and start again. ({error})")
        }
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            format!(
                "the data folder {folder} cannot be used, because a file is in its place. Name another one with --data."
            )
        }
        _ => format!("the data folder {folder} cannot be used: {error}"),
    })
}
