//! Writes what a batch decided: one prepared statement a table, rows in the order of the table's key, one balance an account.

use credits::Credits;
use credits::decide::{Balance, Chain, Entry};
use rusqlite::{Connection, params};

use super::rows::{end_to_sql, parts_to_sql, version_to_sql};
use crate::StorageError;
use crate::store::{AccountState, EntryRow, LotRow, Writes};

/// Writes everything; the caller's transaction makes it all or nothing.
pub(super) fn write(connection: &Connection, writes: &Writes) -> Result<(), StorageError> {
    write_entries(connection, &writes.entries)?;
    write_holds(connection, writes)?;
    write_keys(connection, writes)?;
    write_lots(connection, writes)?;
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
    let mut sorted: Vec<&EntryRow> = entries.iter().collect();
    sorted.sort_unstable_by_key(|row| (row.entry.account, row.entry.version));
    sorted.into_iter().try_for_each(|row| write_entry(connection, &row.entry, row.after, row.chain))
}

/// Writes one entry, with the balance and the link after it.
pub(super) fn write_entry(
    connection: &Connection,
    entry: &Entry,
    after: Balance,
    chain: Chain,
) -> Result<(), StorageError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO entries
            (account, version, at, kind, available_delta, held_delta, hold, lot, source, note, available, held, chain)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    statement.execute(params![
        entry.account.0.as_bytes(),
        version_to_sql(entry.version)?,
        entry.at.0,
        entry.kind.as_str(),
        entry.available_delta.get(),
        entry.held_delta.get(),
        entry.hold.as_ref().map(|hold| hold.0.as_bytes()),
        entry.lot.map(|lot| version_to_sql(lot.0)).transpose()?,
        entry.source.map(credits::decide::Source::as_str),
        entry.note,
        after.available.get(),
        after.held.get(),
        chain.0,
    ])?;
    Ok(())
}

fn write_holds(connection: &Connection, writes: &Writes) -> Result<(), StorageError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO holds (account, hold, amount, operation, expires_at, state, ended_at, spent, expired_at, parts)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let mut update = connection.prepare_cached(
        "UPDATE holds SET expires_at = ?3, state = ?4, ended_at = ?5, spent = ?6, expired_at = ?7, parts = ?8
         WHERE account = ?1 AND hold = ?2",
    )?;
    for ((account, id), row) in &writes.holds {
        let (account, id) = (account.0.as_bytes(), id.0.as_bytes());
        let hold = &row.hold;
        let (expires_at, state) = (hold.expires_at.0, hold.state.as_str());
        let (ended_at, spent) = end_to_sql(hold.state);
        let (expired_at, parts) = (hold.expired_at.map(|at| at.0), parts_to_sql(&hold.parts));
        let rows = if row.is_new {
            let (amount, operation) = (hold.amount.get(), &hold.operation);
            insert.execute(params![
                account, id, amount, operation, expires_at, state, ended_at, spent, expired_at, parts
            ])?
        } else {
            update.execute(params![account, id, expires_at, state, ended_at, spent, expired_at, parts])?
        };
        if rows != 1 {
            return Err(StorageError::damaged(format!("hold {} was read and is not there to be changed", hold.id)));
        }
    }
    Ok(())
}

fn write_keys(connection: &Connection, writes: &Writes) -> Result<(), StorageError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO keys (account, key, fingerprint, version, last_version) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for ((account, key), record) in &writes.keys {
        let (version, last) = (version_to_sql(record.entry)?, version_to_sql(record.answer.balance.version)?);
        let last = (last != version).then_some(last);
        statement.execute(params![account.0.as_bytes(), key.as_str(), record.fingerprint.0, version, last])?;
    }
    Ok(())
}

fn write_lots(connection: &Connection, writes: &Writes) -> Result<(), StorageError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO lots (account, lot, source, amount, expires_at, remaining, reversed, is_open)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6 > 0)",
    )?;
    // Most changes leave a lot open that was open. SQLite writes an index anew when a column of it is set, to the same value or not.
    let mut update = connection.prepare_cached(
        "UPDATE lots SET remaining = coalesce(?3, remaining), reversed = coalesce(?4, reversed)
         WHERE account = ?1 AND lot = ?2 AND is_open = (coalesce(?3, remaining) > 0)",
    )?;
    let mut turn = connection.prepare_cached(
        "UPDATE lots SET remaining = ?3, reversed = coalesce(?4, reversed), is_open = ?3 > 0 WHERE account = ?1 AND lot = ?2",
    )?;
    for ((account, lot), LotRow { new, remaining, reversed }) in &writes.lots {
        let (account, id) = (account.0.as_bytes(), version_to_sql(lot.0)?);
        let (remaining, reversed) = (remaining.map(Credits::get), reversed.map(Credits::get));
        let rows = match new {
            Some(lot) => {
                let (source, amount) = (lot.source.as_str(), lot.amount.get());
                let (expires_at, remaining) = (lot.expires_at.map(|at| at.0), remaining.unwrap_or(0));
                insert.execute(params![account, id, source, amount, expires_at, remaining, reversed.unwrap_or(0)])?
            }
            None => match update.execute(params![account, id, remaining, reversed])? {
                0 => turn.execute(params![account, id, remaining, reversed])?,
                rows => rows,
            },
        };
        if rows != 1 {
            return Err(StorageError::damaged(format!("lot {lot} was read and is not there to be changed")));
        }
    }
    Ok(())
}

fn write_balances(connection: &Connection, writes: &Writes) -> Result<(), StorageError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO balances (account, available, held, version, chain) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (account) DO UPDATE
         SET available = excluded.available, held = excluded.held, version = excluded.version, chain = excluded.chain",
    )?;
    for (account, AccountState { balance, chain, lots: _ }) in &writes.accounts {
        let version = version_to_sql(balance.version)?;
        let (available, held) = (balance.available.get(), balance.held.get());
        statement.execute(params![account.0.as_bytes(), available, held, version, chain.0])?;
    }
    Ok(())
}
