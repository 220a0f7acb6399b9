//! A database for a test, on a server that all tests of a run share or that this program starts.

use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::{Config, NoTls, Row};

use crate::{FixtureError, Server, VARIABLE};

/// Ends every session of a database but that of the one who asks.
pub const END_SESSIONS: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// A database of its own, dropped with this.
#[derive(Debug)]
pub struct Database {
    name: String,
    address: String,
}

impl Database {
    /// Makes an empty one.
    ///
    /// # Errors
    /// When there is no server, and when it makes none.
    pub fn make() -> Result<Self, FixtureError> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("farebox_test_{}_{number}", std::process::id());
        ask(server_address()?, &format!("CREATE DATABASE {name} TEMPLATE template0"))?;
        Ok(Self { address: beside(server_address()?, &name), name })
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Does something in it, over a connection that is made for it. On a thread of its own, because a test may be at work on this one.
    ///
    /// # Errors
    /// When the database says no.
    pub fn ask(&self, sql: &str) -> Result<Vec<Row>, FixtureError> {
        ask(&self.address, sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A server that was ended by its test has no database left to drop.
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = server_address().and_then(|server| ask(server, &sql));
    }
}

/// The server that this program started for its databases, if it did.
#[must_use]
pub fn own_server() -> Option<&'static Server> {
    server().ok().and_then(|(_, server)| server.as_ref())
}

/// The address of the server's own database.
fn server_address() -> Result<&'static str, FixtureError> {
    server().map(|(address, _)| address.as_str())
}

fn server() -> Result<&'static (String, Option<Server>), FixtureError> {
    static SERVER: OnceLock<Result<(String, Option<Server>), String>> = OnceLock::new();
    let start = || match std::env::var(VARIABLE) {
        Ok(address) => Ok((address, None)),
        Err(_) => Server::start().map(|server| (server.address(), Some(server))).map_err(|error| error.to_string()),
    };
    let server = SERVER.get_or_init(start).as_ref();
    server.map_err(|said| FixtureError::Program { program: "postgres", said: said.clone() })
}

/// The address of another database on the same server.
fn beside(address: &str, name: &str) -> String {
    let (place, options) = address.split_once('?').unwrap_or((address, ""));
    let host = place.rsplit_once('/').map_or(place, |(host, _)| host);
    format!("{host}/{name}?{options}")
}

/// Does something in the database of an address, over a connection that is made for it.
///
/// # Errors
/// When the database cannot be reached, and when it says no.
pub fn ask(address: &str, sql: &str) -> Result<Vec<Row>, FixtureError> {
    let failed = |said: String| FixtureError::Program { program: "postgres", said: format!("{sql}: {said}") };
    let asking = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(|error| failed(error.to_string()))?.block_on(async {
            let answered = async {
                let (client, connection) = Config::from_str(address)?.connect(NoTls).await?;
                tokio::spawn(connection);
                client.query(sql, &[]).await
            };
            answered.await.map_err(|error: tokio_postgres::Error| failed(format!("{error:?}")))
        })
    };
    let asked = std::thread::scope(|scope| scope.spawn(asking).join());
    asked.unwrap_or_else(|_| Err(failed("asking panicked".to_owned())))
}
