//! The steps of the studio's tables, oldest first. A step that was released is never changed; a change is a new step.

use ledger::StorageError;
use refinery::{Migration, Runner};

/// Every step: its name, and what it does.
const STEPS: [(&str, &str); 1] = [("V1__generations", include_str!("../../migrations/V1__generations.sql"))];

/// What brings the tables up to date.
pub(super) fn runner() -> Result<Runner, StorageError> {
    let steps = STEPS
        .iter()
        .map(|(name, sql)| Migration::unapplied(name, sql))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| StorageError::damaged(format!("studio_migrations: {error}")))?;
    Ok(Runner::new(&steps))
}
