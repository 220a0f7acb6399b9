//! A database of its own for a test, on a real server that all tests of a run share or that this program starts.

use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio_postgres::{Client, Config, NoTls, Row};

use crate::{Server, VARIABLE};

/// Ends every session of a database but that of the one who asks.
pub const END_SESSIONS: &str = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// A database of its own, dropped with this.
pub struct Database {
    name: String,
    /// Where it is: an address as the program takes it.
    pub address: String,
}

impl Default for Database {
    fn default() -> Self {
        Self::new()
    }
}

impl Database {
    /// Makes a database with nothing in it.
    ///
    /// # Panics
    /// When there is no server to make it on.
    #[must_use]
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("farebox_test_{}_{number}", std::process::id());
        ask(server(), &format!("CREATE DATABASE {name} TEMPLATE template0"));
        Self { address: address_of(&name), name }
    }

    /// Does something in the database, behind the program's back.
    ///
    /// # Panics
    /// When it cannot be done.
    pub fn ask(&self, sql: &str) -> Vec<Row> {
        ask(&self.address, sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A server that was ended by its test has no database left to drop.
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = std::panic::catch_unwind(|| ask(server(), &sql));
    }
}

/// The address of the server's own database.
fn server() -> &'static str {
    static SERVER: OnceLock<(String, Option<Server>)> = OnceLock::new();
    let start = || match std::env::var(VARIABLE) {
        Ok(address) => (address, None),
        Err(_) => {
            let server = Server::start().unwrap_or_else(|error| panic!("{error}"));
            (server.address(), Some(server))
        }
    };
    &SERVER.get_or_init(start).0
}

fn address_of(name: &str) -> String {
    let (place, options) = server().split_once('?').unwrap_or((server(), ""));
    let host = place.rsplit_once('/').map_or(place, |(host, _)| host);
    format!("{host}/{name}?{options}")
}

/// Asks one question over a connection of its own. On a thread of its own, because a test may be at work on this one.
fn ask(address: &str, sql: &str) -> Vec<Row> {
    let asking = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap_or_else(|error| panic!("{error}")).block_on(async {
            let client = connect(address).await;
            client.query(sql, &[]).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
        })
    };
    std::thread::scope(|scope| scope.spawn(asking).join().unwrap_or_else(|_| panic!("{sql} was not done")))
}

async fn connect(address: &str) -> Client {
    let config = Config::from_str(address).unwrap_or_else(|error| panic!("{error}"));
    let (client, connection) = config.connect(NoTls).await.unwrap_or_else(|error| panic!("{error}"));
    tokio::spawn(connection);
    client
}
