//! Where a simulated ledger keeps its data, and what can be done to that behind its back. A further store is one more [`Kind`], one more
//! [`Medium`], and their lines in the four methods below.

use std::path::{Path, PathBuf};

use ledger::audit::{audit_postgres, audit_sqlite};
use ledger::faults::{Faults, Memory};
use ledger::{Clock, Ledger};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::database::Borrowed;
use crate::oracle::Difference;
use crate::tear::Image;

/// The stores that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// In memory: quick, and the memory outlives the crashes.
    Memory,
    /// In a file.
    Sqlite,
    /// In a database, whose server outlives the crashes, and to which connections break.
    Postgres,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Memory, Self::Sqlite, Self::Postgres];

    /// Why it cannot be had on this machine, if it cannot.
    #[must_use]
    pub fn is_missing(self) -> Option<String> {
        let is_named = std::env::var_os(postgres_fixture::VARIABLE).is_some();
        match self {
            Self::Memory | Self::Sqlite => None,
            Self::Postgres if is_named => None,
            Self::Postgres => postgres_fixture::Programs::find().err().map(|error| error.to_string()),
        }
    }
}

enum Medium {
    Memory(Memory),
    Sqlite(TempDir),
    Postgres(Borrowed),
}

/// What outlives a crash.
pub struct Disk {
    medium: Medium,
    faults: Faults,
}

impl Disk {
    /// An empty one.
    ///
    /// # Errors
    /// When there is no room for temporary files, or no server for databases.
    pub fn new(kind: Kind, faults: Faults) -> Result<Self, Difference> {
        let medium = match kind {
            Kind::Memory => Medium::Memory(Memory::default()),
            Kind::Sqlite => Medium::Sqlite(temporary_folder().map_err(outside)?),
            Kind::Postgres => Medium::Postgres(Borrowed::empty().map_err(outside)?),
        };
        Ok(Self { medium, faults })
    }

    /// Opens the ledger on it: the first, or the next.
    ///
    /// # Errors
    /// When it does not open, which is a difference: nothing that happens here may keep it from that.
    pub fn open(&self, clock: Clock) -> Result<Ledger, Difference> {
        self.faults.restart();
        match &self.medium {
            Medium::Memory(memory) => {
                Ledger::open_memory_with_faults(memory, clock, &self.faults).map_err(|error| error.to_string())
            }
            Medium::Sqlite(_) => {
                Ledger::open_sqlite_with_faults(&self.file(), clock, &self.faults).map_err(|error| error.to_string())
            }
            Medium::Postgres(database) => Ledger::open_postgres_with_faults(database.address(), clock, &self.faults)
                .map_err(|error| error.to_string()),
        }
        .map_err(|error| Difference(format!("the ledger does not open: {error}")))
    }

    /// What would be found on it if the power failed now; `None` where nothing can be found that was not finished. Nobody writes meanwhile.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn image(&self) -> Result<Option<Image>, Difference> {
        match &self.medium {
            Medium::Memory(_) | Medium::Postgres(_) => Ok(None),
            Medium::Sqlite(_) => {
                let file = std::fs::read(self.file()).map_err(outside)?;
                let log = if self.log().exists() { std::fs::read(self.log()).map_err(outside)? } else { Vec::new() };
                Ok(Some(Image { file, log }))
            }
        }
    }

    /// Puts on it what a power failure left. The ledger is closed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put(&self, image: &Image) -> Result<(), Difference> {
        if let Medium::Sqlite(folder) = &self.medium {
            for entry in std::fs::read_dir(folder.path()).map_err(outside)? {
                std::fs::remove_file(entry.map_err(outside)?.path()).map_err(outside)?;
            }
            std::fs::write(self.file(), &image.file).map_err(outside)?;
            std::fs::write(self.log(), &image.log).map_err(outside)?;
        }
        Ok(())
    }

    /// Merges the write-ahead log into the file, beside the ledger that has it open.
    ///
    /// # Errors
    /// When that fails.
    pub fn merge(&self) -> Result<(), Difference> {
        if let Medium::Sqlite(_) = &self.medium {
            let merged = Connection::open(self.file())
                .and_then(|connection| connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())));
            merged.map_err(outside)?;
        }
        Ok(())
    }

    /// Recomputes everything that is on it.
    ///
    /// # Errors
    /// When something does not agree.
    pub fn audit(&self) -> Result<(), Difference> {
        let report = match &self.medium {
            Medium::Memory(_) => return Ok(()),
            Medium::Sqlite(_) => audit_sqlite(&self.file(), &mut |_| {}),
            // On a thread of its own: it waits for the database, and this one is at work for the ledger.
            Medium::Postgres(database) => {
                let audit = || audit_postgres(database.address(), &mut |_| {});
                std::thread::scope(|scope| scope.spawn(audit).join()).map_err(|_| outside("the audit panicked"))?
            }
        };
        let report = report.map_err(outside)?;
        if !report.is_clean() {
            return Err(Difference(format!("the audit finds {:?}", report.differences)));
        }
        Ok(())
    }

    /// The database to which there are connections that may break at any time; `None` where there are none.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        match &self.medium {
            Medium::Memory(_) | Medium::Sqlite(_) => None,
            Medium::Postgres(database) => Some(database.address()),
        }
    }

    fn file(&self) -> PathBuf {
        match &self.medium {
            Medium::Memory(_) | Medium::Postgres(_) => PathBuf::new(),
            Medium::Sqlite(folder) => folder.path().join("ledger.db"),
        }
    }

    fn log(&self) -> PathBuf {
        self.file().with_file_name("ledger.db-wal")
    }
}

/// A folder in memory where the system has one: what a disk keeps and loses is made here, and need not be waited for.
fn temporary_folder() -> std::io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    let in_memory = memory.is_dir().then(|| tempfile::tempdir_in(memory).ok()).flatten();
    in_memory.map_or_else(tempfile::tempdir, Ok)
}

fn outside(error: impl std::fmt::Display) -> Difference {
    Difference(format!("the simulation cannot go on: {error}"))
}
