//! The ledger's schema: its steps, oldest first. A step that was released is never changed; a change is a new step.

use credits::decide::{Chain, Entry, LotId};
use credits::{AccountId, Credits, HoldId, Timestamp};
use refinery::{Migration, Runner};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use uuid::Uuid;

use super::connection::{explain, migrate};
use super::rows;
use crate::StorageError;

/// Where it is written down which steps were done.
const TABLE: &str = "ledger_migrations";

/// Every step: its name, and what it does.
const STEPS: [(&str, &str); 3] = [
    ("V1__ledger", include_str!("../../migrations/V1__ledger.sql")),
    ("V2__write_probe", include_str!("../../migrations/V2__write_probe.sql")),
    ("V3__lots", include_str!("../../migrations/V3__lots.sql")),
];

/// Brings the file to the newest schema, or refuses a file that is newer than that.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> Result<(), StorageError> {
    define_entry_chain(connection)?;
    let steps = STEPS
        .iter()
        .map(|(name, sql)| Migration::unapplied(name, sql))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| explain(&error, None, TABLE))?;
    migrate(connection, TABLE, Runner::new(&steps))
}

/// Defines `entry_chain` for the step that makes the chain: the link before, and the columns of an entry in their order.
fn define_entry_chain(connection: &Connection) -> Result<(), StorageError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("entry_chain", 11, flags, |row| {
        let broken = |error: StorageError| rusqlite::Error::UserFunctionError(Box::new(error));
        let amount = |column| {
            let stored: i64 = row.get(column)?;
            Credits::new(stored).map_err(|error| broken(StorageError::damaged(format!("amount {stored}: {error}"))))
        };
        let kind: String = row.get(4)?;
        let entry = Entry {
            account: AccountId(Uuid::from_bytes(row.get(1)?)),
            version: row.get::<i64>(2)?.unsigned_abs(),
            at: Timestamp(row.get(3)?),
            kind: rows::known_kind(&kind).map_err(broken)?,
            available_delta: amount(5)?,
            held_delta: amount(6)?,
            hold: row.get::<Option<[u8; 16]>>(7)?.map(|id| HoldId(Uuid::from_bytes(id))),
            lot: row.get::<Option<i64>>(8)?.map(|lot| LotId(lot.unsigned_abs())),
            source: row.get::<Option<String>>(9)?.map(|word| rows::known_source(&word)).transpose().map_err(broken)?,
            note: row.get(10)?,
        };
        Ok(Chain(row.get(0)?).after(&entry).0)
    })?;
    Ok(())
}
