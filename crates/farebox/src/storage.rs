//! Where everything is kept: in files of the data folder, or in a database of PostgreSQL.

use std::fmt;
use std::fs::File;
use std::io::{BufReader, Write};

use ledger::audit::{Report, audit_postgres, audit_sqlite};
use ledger::transfer::{Counts, Step, TransferError, export_postgres, export_sqlite, import_postgres, import_sqlite};
use ledger::{Clock, Database, Ids, Ledger, StorageError};

use crate::config::{DatabaseUrl, Loaded};
use crate::data_folder::DataFolder;
use crate::exit::Failure;

/// Where everything is kept. `Display` names it for people.
#[derive(Debug, Clone, Copy)]
pub enum Storage<'a> {
    /// In two files of a folder. Whoever writes holds the folder's lock.
    Files(&'a DataFolder),
    /// In a database that other processes may use at the same time.
    Postgres(&'a DatabaseUrl),
}

impl<'a> Storage<'a> {
    /// Where the configuration says; not where it may say so by mistake.
    ///
    /// # Errors
    /// When a folder's servers keep everything in a database and none is given, and when a folder has a ledger of its own and a database is
    /// given by the variable that is meant for any program.
    pub fn of(loaded: &'a Loaded, folder: &'a DataFolder) -> Result<Self, Failure> {
        let path = folder.path().display();
        match &loaded.config.database_url {
            None if folder.mark().exists() => Err(Failure::Configuration(format!(
                "the servers of the data folder {path} keep everything in a database, and none is given. Set DATABASE_URL as for them, \
                 or remove {} to use the files of the folder.",
                folder.mark().display()
            ))),
            None => Ok(Self::Files(folder)),
            Some(url) if loaded.has_common_database_url() && folder.ledger().exists() && !folder.mark().exists() => {
                Err(Failure::Configuration(format!(
                    "DATABASE_URL leads to the database {url}, and the data folder {path} has a ledger of its own. Set \
                     FAREBOX_DATABASE_URL to the same address if the database is meant, or to nothing if the files are."
                )))
            }
            Some(url) => Ok(Self::Postgres(url)),
        }
    }

    /// Writes down in the data folder where its server keeps everything, so that no command takes the folder's files for it.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn mark(self, folder: &DataFolder) -> Result<(), Failure> {
        match self {
            Self::Files(_) => Ok(()),
            Self::Postgres(url) => folder.write_mark(&url.to_string()),
        }
    }

    /// Who has how many credits.
    ///
    /// # Errors
    /// When it does not open, with why in words.
    pub fn ledger(self, clock: Clock) -> Result<Ledger, Failure> {
        let opened = match self {
            Self::Files(folder) => Ledger::open_sqlite(&folder.ledger(), clock),
            Self::Postgres(url) => Ledger::open_postgres(url.secret(), clock),
        };
        opened.map_err(|error| Failure::Unavailable(error.to_string()))
    }

    /// Accounts, generations and orders.
    ///
    /// # Errors
    /// When it does not open, with why in words.
    pub fn database(self, ids: &Ids) -> Result<Database, Failure> {
        match self {
            Self::Files(folder) => Database::open_sqlite(&folder.app()).map_err(|error| self.closed(&error)),
            Self::Postgres(url) => {
                Database::open_postgres(url.secret(), ids).map_err(|error| Failure::Unavailable(error.to_string()))
            }
        }
    }

    /// What is said when accounts, generations or orders cannot be brought to their tables.
    pub fn closed(self, error: &StorageError) -> Failure {
        let place = match self {
            Self::Files(folder) => folder.app().display().to_string(),
            Self::Postgres(url) => format!("the database {url}"),
        };
        Failure::Unavailable(format!("{place} cannot be opened. {} ({error})", error.sentence()))
    }

    /// Recomputes every balance of the ledger and compares.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn audit(self, progress: &mut dyn FnMut(u64)) -> Result<Report, Failure> {
        let report = match self {
            Self::Files(folder) => audit_sqlite(&folder.ledger(), progress),
            Self::Postgres(url) => audit_postgres(url.secret(), progress),
        };
        report.map_err(|error| Failure::Unavailable(format!("{} ({error})", error.sentence())))
    }

    /// Writes the ledger into one file.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the file not be written.
    pub fn export(self, file: &mut dyn Write, progress: &mut dyn FnMut(u64)) -> Result<Counts, TransferError> {
        match self {
            Self::Files(folder) => export_sqlite(&folder.ledger(), file, progress),
            Self::Postgres(url) => export_postgres(url.secret(), file, progress),
        }
    }

    /// Reads a file into the ledger.
    ///
    /// # Errors
    /// When the file does not add up, or the ledger has something else, or cannot be written.
    pub fn import(
        self,
        file: &mut BufReader<File>,
        progress: &mut dyn FnMut(Step, u64),
    ) -> Result<Counts, TransferError> {
        match self {
            Self::Files(folder) => import_sqlite(&folder.ledger(), file, progress),
            Self::Postgres(url) => import_postgres(url.secret(), file, progress),
        }
    }
}

impl fmt::Display for Storage<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Files(folder) => write!(formatter, "{}", folder.path().display()),
            Self::Postgres(url) => write!(formatter, "the database {url}"),
        }
    }
}
