//! Writes what a batch decided: one prepared statement a table, rows in the order of the table's key, one balance an account.

use rusqlite::{Connection, params};

use super::rows::{end_to_sql, version_to_sql};
use crate::StorageError;
use crate::store::{EntryRow, Writes};

/// Writes everything; the caller's transaction makes it all or nothing.
pub(super) fn write(connection: &Connection, writes: &Writes) -> Result<(), StorageError> {
    write_entries(connection, &writes.entries)?;
    write_holds(connection, writes)?;
    write_keys(connection, writes)?;
    write_balances(connection, writes)?;
    if let Some(at) = writes.at {
        let mut statement = connection.prepare_cached(
            "INSERT INTO last_batch (only_row, at) VALUES (1, ?1) ON CONFLICT (only_row) DO UPDATE SET at = excluded.at",
        )?;
        statement.execute(params![at.0])?;
    }
    Ok(())
}

fn write_entries(connection: &Connection, entries: &[EntryRow]) -> Result<(), StorageError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO entries
            (account, version, at, kind, available_delta, held_delta, hold, source, note, available, held)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    let mut sorted: Vec<&EntryRow> = entries.iter().collect();
    sorted.sort_unstable_by_key(|row| (row.entry.account, row.entry.version));
    for EntryRow { entry, after } in sorted {
        statement.execute(params![
            entry.account.0.as_bytes(),
            version_to_sql(entry.version)?,
            entry.at.0,
            entry.kind.as_str(),
            entry.available_delta.get(),
            entry.held_delta.get(),
            entry.hold.as_ref().map(|hold| hold.0.as_bytes()),
            entry.source.map(credits::decide::Source::as_str),
            entry.note,
            after.available.get(),
            after.held.get(),
        ])?;
    }
    Ok(())
}

fn write_holds(connection: &Connection, writes: &Writes) -> Result<(), StorageError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO holds (account, hold, amount, operation, expires_at, state, ended_at, spent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let mut update = connection.prepare_cached(
        "UPDATE holds SET expires_at = ?3, state = ?4, ended_at = ?5, spent = ?6 WHERE account = ?1 AND hold = ?2",
    )?;
    for ((account, id), row) in &writes.holds {
        let (account, id) = (account.0.as_bytes(), id.0.as_bytes());
        let hold = &row.hold;
        let (expires_at, state) = (hold.expires_at.0, hold.state.as_str());
        let (ended_at, spent) = end_to_sql(hold.state);
        let rows = if row.is_new {
            let amount = hold.amount.get();
            insert.execute(params![account, id, amount, hold.operation, expires_at, state, ended_at, spent])?
        } else {
            update.execute(params![account, id, expires_at, state, ended_at, spent])?
        };
        if rows != 1 {
            return Err(StorageError::damaged(format!("hold {} was read and is not there to be changed", hold.id)));
        }
    }
    Ok(())
}

fn write_keys(connection: &Connection, writes: &Writes) -> Result<(), StorageError> {
    let mut statement =
        connection.prepare_cached("INSERT INTO keys (account, key, fingerprint, version) VALUES (?1, ?2, ?3, ?4)")?;
    for ((account, key), record) in &writes.keys {
        let version = version_to_sql(record.answer.balance.version)?;
        statement.execute(params![account.0.as_bytes(), key.as_str(), record.fingerprint.0, version])?;
    }
    Ok(())
}

fn write_balances(connection: &Connection, writes: &Writes) -> Result<(), StorageError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO balances (account, available, held, version) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account) DO UPDATE
         SET available = excluded.available, held = excluded.held, version = excluded.version",
    )?;
    for (account, balance) in &writes.balances {
        let version = version_to_sql(balance.version)?;
        statement.execute(params![account.0.as_bytes(), balance.available.get(), balance.held.get(), version])?;
    }
    Ok(())
}
