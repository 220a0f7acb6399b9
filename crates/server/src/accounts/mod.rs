//! Who may sign in and who is signed in: accounts, passwords and sessions.

mod email;
mod ended;
mod find_session;
mod password;
mod record;
mod sign_in;
mod sign_out;
mod sign_up;
mod token;

use std::time::Duration;

use ledger::database::Migrations;
use ledger::{Clock, Database, Ids, StorageError, migration_step};
use tokio::sync::broadcast;

pub(crate) use ended::Ended;
use ended::hear_of_ends;
pub(crate) use find_session::Session;
use password::Passwords;
pub use record::Account;
pub(crate) use sign_in::SignInError;
pub(crate) use sign_up::{NewAccount, SignUpError};
pub(crate) use token::{SessionId, Token};

/// The steps of this crate's tables.
const MIGRATIONS: Migrations = Migrations {
    table: "server_migrations",
    steps: &[
        migration_step!("migrations", "V1__accounts_and_sessions"),
        migration_step!("migrations", "V2__write_probe"),
        migration_step!("migrations", "V3__api_keys"),
    ],
};

/// How many ended sessions a slow event stream may be behind before it ends to be asked for its session again.
const ENDED_SESSIONS_KEPT: usize = 256;

/// As much as a request may write: eight pages.
const PROBE_BYTES: usize = 32_768;

/// Writes that much into one row.
const PROBE: &str = "INSERT INTO server_write_probe (only_row, filler) VALUES (1, :filler)
     ON CONFLICT (only_row) DO UPDATE SET filler = excluded.filler";

/// Accounts and sessions on the application's database.
#[derive(Clone)]
pub(crate) struct Accounts {
    database: Database,
    clock: Clock,
    ids: Ids,
    passwords: Passwords,
    session_lifetime: Duration,
    ended: broadcast::Sender<Ended>,
}

impl Accounts {
    /// Makes the tables if they are missing.
    pub async fn open(
        database: Database,
        clock: Clock,
        ids: Ids,
        session_lifetime: Duration,
    ) -> Result<Self, StorageError> {
        database.migrate(MIGRATIONS).await?;
        let (ended, _) = broadcast::channel(ENDED_SESSIONS_KEPT);
        tokio::spawn(hear_of_ends(database.listen(), ended.clone()));
        Ok(Self { database, clock, ids, passwords: Passwords::new(), session_lifetime, ended })
    }

    /// Whether the tables can be read and the database written, found out by a durable write of about a request's size.
    pub async fn is_ready(&self) -> Result<(), StorageError> {
        // Random, because pages that do not change are not written.
        let filler = self.ids.bytes::<PROBE_BYTES>();
        self.database
            .run("is_ready", move |transaction| {
                transaction.query("SELECT account FROM server_accounts LIMIT 1", &[])?;
                transaction.execute(PROBE, &[("filler", &filler)]).map(drop)
            })
            .await
    }

    /// The sessions that end from now on, so that their event streams end with them.
    pub fn ended_sessions(&self) -> broadcast::Receiver<Ended> {
        self.ended.subscribe()
    }
}
