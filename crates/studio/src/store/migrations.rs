//! The steps of the studio's tables, oldest first. A step that was released is never changed; a change is a new step.

use ledger::database::Migrations;
use ledger::migration_step;

/// What brings the tables up to date.
pub(super) const MIGRATIONS: Migrations =
    Migrations { table: "studio_migrations", steps: &[migration_step!("migrations", "V1__generations")] };
