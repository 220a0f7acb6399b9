//! How every SQLite file is opened and brought to its schema: the settings that make a commit durable are in one place.

use std::path::Path;
use std::time::Duration;

use refinery::Runner;
use refinery::error::Kind;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::StorageError;

/// How long a connection waits for another one's lock before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long the end of a connection waits for readers who are still at the log.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);

/// How many prepared statements a connection keeps.
const STATEMENTS_MAX: usize = 64;

/// How many kibibytes of pages a connection that writes keeps in memory, when it comes to that. With SQLite's own 2 MB the pages of one
/// batch do not fit: they are written to the log and read again while the batch goes on.
const PAGES_KIB_MAX: i64 = 32 * 1_024;

/// How many pages the write-ahead log has before they are merged into the file: 32 MiB. With SQLite's own 4 MB a merge, which waits for the
/// disk twice more, comes after every other batch.
const LOG_PAGES_MAX: i64 = 8 * 1_024;

/// Opens a file for writing, making it if there is none.
pub(crate) fn open_for_writing(path: &Path) -> Result<Connection, StorageError> {
    open_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
}

/// Opens a file for writing that must exist.
pub(super) fn reopen_for_writing(path: &Path) -> Result<Connection, StorageError> {
    open_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

fn open_with(path: &Path, flags: OpenFlags) -> Result<Connection, StorageError> {
    let connection = open_plain(path, flags)?;
    // A write-ahead log lets readers read while the writer writes; FULL makes each commit wait until the log is on the disk itself,
    // and on macOS the two "fullfsync" say that the disk's own cache does not count as the disk. Everywhere else they do nothing.
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if !mode.eq_ignore_ascii_case("wal") {
        return Err(StorageError::unavailable(format!("sqlite: journal mode is {mode} where WAL was asked for")));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    connection.pragma_update(None, "cache_size", -PAGES_KIB_MAX)?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES_MAX)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// Closes a connection that writes, and merges its write-ahead log into the file first, so that the file alone is a whole copy. What
/// is in the way does no harm: the log stays beside the file, and the next one who opens it goes on from both.
pub(crate) fn close_after_merging(connection: Connection) {
    let merged = connection
        .busy_timeout(CLOSE_PATIENCE)
        .and_then(|()| connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>("busy")));
    match merged.and_then(|is_busy| connection.close().map(|()| is_busy).map_err(|(_, error)| error)) {
        Ok(false) => {}
        Ok(true) => {
            tracing::info!("a file is still being read; its write-ahead log stays beside it and belongs to a copy")
        }
        Err(error) => {
            tracing::warn!(cause = %error, "a write-ahead log was not merged; it stays beside its file and belongs to a copy");
        }
    }
}

/// Opens a file that must exist, for reading alone.
pub(super) fn open_for_reading(path: &Path) -> Result<Connection, StorageError> {
    let connection = open_plain(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// What holds for every connection.
fn open_plain(path: &Path, flags: OpenFlags) -> Result<Connection, StorageError> {
    // One thread at a time uses a connection, which the type system sees to: no lock is needed inside.
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
    // A statement keeps the plan that it was prepared with. Otherwise some are planned anew whenever another value is bound, which
    // took half of the writer's time.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// Brings a schema up to date, all its steps in one transaction. `table` is where it is written down which steps were done.
pub(crate) fn migrate(connection: &mut Connection, table: &str, mut runner: Runner) -> Result<(), StorageError> {
    let known_max = runner.get_migrations().iter().map(refinery::Migration::version).max();
    runner.set_migration_table_name(table);
    match runner.set_grouped(true).run(connection) {
        Ok(_) => Ok(()),
        Err(error) => Err(explain(&error, known_max.map(i64::from), table)),
    }
}

/// What a failed migration means.
pub(super) fn explain(error: &refinery::Error, known_max: Option<i64>, table: &str) -> StorageError {
    match error.kind() {
        Kind::MissingVersion(found) if known_max.is_none_or(|known| i64::from(found.version()) > known) => {
            let known = known_max.unwrap_or(0);
            StorageError::newer(format!(
                "{table} is at version {} and this program knows versions up to {known}",
                found.version()
            ))
        }
        Kind::Connection(step, source) => match source.downcast_ref::<rusqlite::Error>() {
            Some(sqlite) => StorageError::from_sqlite(sqlite, step),
            None => StorageError::unavailable(format!("{table}: {error}")),
        },
        Kind::DivergentVersion(..) | Kind::MissingVersion(_) => StorageError::damaged(format!("{table}: {error}")),
        Kind::InvalidName
        | Kind::InvalidVersion
        | Kind::RepeatedVersion(_)
        | Kind::InvalidMigrationPath(..)
        | Kind::ConfigError(_)
        | Kind::InvalidMigrationFile(..) => StorageError::unavailable(format!("{table}: {error}")),
    }
}
