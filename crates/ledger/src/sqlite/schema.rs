//! The ledger's schema: its steps, oldest first. A step that was released is never changed; a change is a new step.

use refinery::{Migration, Runner};
use rusqlite::Connection;

use super::connection::{explain, migrate};
use crate::StorageError;

/// Where it is written down which steps were done.
const TABLE: &str = "ledger_migrations";

/// Every step: its name, and what it does.
const STEPS: [(&str, &str); 2] = [
    ("V1__ledger", include_str!("../../migrations/V1__ledger.sql")),
    ("V2__write_probe", include_str!("../../migrations/V2__write_probe.sql")),
];

/// Brings the file to the newest schema, or refuses a file that is newer than that.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> Result<(), StorageError> {
    let steps = STEPS
        .iter()
        .map(|(name, sql)| Migration::unapplied(name, sql))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| explain(&error, None, TABLE))?;
    migrate(connection, TABLE, Runner::new(&steps))
}
