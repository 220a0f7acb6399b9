//! The ledger's schema: its steps, numbered and named as in SQLite. A step that was released is never changed; a change is a new step.

use refinery::error::Kind;
use refinery::{Migration, Runner};

use super::address::Server;
use super::connection::Connection;
use super::failure::Failure;
use crate::StorageError;

/// Where it is written down which steps of the ledger were done.
const TABLE: &str = "ledger_migrations";

/// Every step: its name, and what it does.
const STEPS: [(&str, &str); 3] = [
    ("V1__ledger", include_str!("../../migrations/postgres/V1__ledger.sql")),
    ("V2__write_probe", include_str!("../../migrations/postgres/V2__write_probe.sql")),
    ("V3__lots", include_str!("../../migrations/postgres/V3__lots.sql")),
];

/// Whoever comes first does the steps, and everybody else waits. The number has no meaning but to be the same for all.
const TAKE_TURNS: &str = "SELECT pg_advisory_lock(4714820163)";

/// Brings the ledger's tables to the newest schema, or refuses one that is newer than that.
pub(super) fn bring_up_to_date(server: &Server) -> Result<(), StorageError> {
    let steps = STEPS.iter().map(|(name, sql)| Migration::unapplied(name, sql)).collect::<Result<Vec<_>, _>>();
    migrate(server, TABLE, Runner::new(&steps.map_err(|error| explain(&error, None, TABLE))?))
}

/// Brings a schema up to date, all its steps in one transaction. `table` is where it is written down which steps were done.
pub(crate) fn migrate(server: &Server, table: &str, mut runner: Runner) -> Result<(), StorageError> {
    let known_max = runner.get_migrations().iter().map(Migration::version).max();
    runner.set_migration_table_name(table);
    // The end of the session is the end of its turn.
    let migrated = Connection::once(server, async |client| {
        client.batch_execute(TAKE_TURNS).await?;
        match runner.set_grouped(true).run_async(client).await {
            Ok(_) => Ok(()),
            Err(error) => Err(explain(&error, known_max.map(i64::from), table).into()),
        }
    });
    Ok(migrated?)
}

/// What a failed migration means.
fn explain(error: &refinery::Error, known_max: Option<i64>, table: &str) -> StorageError {
    match error.kind() {
        Kind::MissingVersion(found) if known_max.is_none_or(|known| i64::from(found.version()) > known) => {
            let (found, known) = (found.version(), known_max.unwrap_or(0));
            StorageError::newer(format!("{table} is at version {found} and this program knows versions up to {known}"))
        }
        Kind::Connection(step, source) => match source.downcast_ref::<tokio_postgres::Error>() {
            Some(error) => Failure::of(error).into(),
            None => StorageError::unavailable(format!("{table}: {step}: {source}")),
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
