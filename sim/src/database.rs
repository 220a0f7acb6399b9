//! Databases for plans: borrowed from those that plans before have left, because making one takes longer than a plan.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use postgres_fixture::{Database, FixtureError, Server, ask, own_server};

/// Those that nobody uses at present. Dropped by nobody: the server takes them with it, or whoever named one finds a few left.
static IDLE: Mutex<Vec<Database>> = Mutex::new(Vec::new());

/// Whether the server may be killed: nobody else may need it.
static MAY_BE_KILLED: AtomicBool = AtomicBool::new(false);

/// Ends every session of a database but that of the one who asks.
const END_SESSIONS: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// A database that one plan has to itself.
pub struct Borrowed(Option<Database>);

/// Lets plans kill the server now and then, if this program started it.
pub fn allow_kills() {
    MAY_BE_KILLED.store(true, Ordering::Relaxed);
}

/// Cuts every connection to a database, a moment from now. Blocks until that is done.
///
/// # Errors
/// When the server does not answer.
pub fn cut_connections(address: &str, after: Duration) -> Result<(), FixtureError> {
    std::thread::sleep(after);
    ask(address, END_SESSIONS).map(drop)
}

/// Whether the server may be killed.
#[must_use]
pub fn may_kill() -> bool {
    MAY_BE_KILLED.load(Ordering::Relaxed) && own_server().is_some()
}

/// Kills the server, a moment from now. Blocks until it is back.
///
/// # Errors
/// When it does not come back.
pub fn kill_server(after: Duration) -> Result<(), FixtureError> {
    std::thread::sleep(after);
    own_server().map_or(Ok(()), Server::kill)
}

impl Borrowed {
    /// One without tables.
    ///
    /// # Errors
    /// When there is no server.
    pub fn empty() -> Result<Self, FixtureError> {
        let idle = IDLE.lock().ok().and_then(|mut idle| idle.pop());
        let database = match idle {
            Some(database) => database,
            None => Database::make()?,
        };
        database.ask("DROP SCHEMA public CASCADE")?;
        database.ask("CREATE SCHEMA public")?;
        Ok(Self(Some(database)))
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> &str {
        self.0.as_ref().map_or("", Database::address)
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        if let Ok(mut idle) = IDLE.lock() {
            idle.extend(self.0.take());
        }
    }
}
