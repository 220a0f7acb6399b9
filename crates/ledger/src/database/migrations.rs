//! A crate's steps to its tables: for both engines with the same numbers and names.

use refinery::{Migration, Runner};

use crate::StorageError;

/// One step in both dialects. A step that was released is never changed; a change is a new step.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Its number and name: `V1__generations`.
    pub name: &'static str,
    /// What it does in SQLite.
    pub sqlite: &'static str,
    /// What it does in PostgreSQL.
    pub postgres: &'static str,
}

/// A crate's part of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migrations {
    /// Where it is written down which steps were done: `studio_migrations`.
    pub table: &'static str,
    /// Every step, oldest first.
    pub steps: &'static [Step],
}

/// A step whose two files lie under the same name, in a folder and in its folder `postgres`.
#[macro_export]
macro_rules! migration_step {
    ($folder:literal, $name:literal) => {
        $crate::database::Step {
            name: $name,
            sqlite: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $folder, "/", $name, ".sql")),
            postgres: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $folder, "/postgres/", $name, ".sql")),
        }
    };
}

impl Migrations {
    /// What does the steps, in one of the dialects.
    pub(super) fn runner(&self, dialect: impl Fn(&Step) -> &'static str) -> Result<Runner, StorageError> {
        let steps = self.steps.iter().map(|step| Migration::unapplied(step.name, dialect(step)));
        let steps = steps
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| StorageError::damaged(format!("{}: {error}", self.table)))?;
        Ok(Runner::new(&steps))
    }
}
