//! A database for a test, on a real server that all tests of a run share or that this program starts.

use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres_fixture::{Server, VARIABLE};
use tokio_postgres::{Client, Config, NoTls, Row};

/// A database of its own, dropped with this.
pub struct Database {
    name: String,
    pub address: String,
}

impl Database {
    pub fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("farebox_test_{}_{number}", std::process::id());
        ask(server(), &format!("CREATE DATABASE {name} TEMPLATE template0"));
        Self { address: address_of(&name), name }
    }

    /// Does something in the database, behind the ledger's back.
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
            let server = Server::start().unwrap();
            (server.address(), Some(server))
        }
    };
    &SERVER.get_or_init(start).0
}

fn address_of(name: &str) -> String {
    let (place, options) = server().split_once('?').unwrap_or((server(), ""));
    let (host, _) = place.rsplit_once('/').unwrap();
    format!("{host}/{name}?{options}")
}

/// Asks one question over a connection of its own. On a thread of its own, because a test may be at work on this one.
fn ask(address: &str, sql: &str) -> Vec<Row> {
    let asking = || {
        crate::world::runtime().block_on(async {
            let client = connect(address).await;
            client.query(sql, &[]).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
        })
    };
    std::thread::scope(|scope| scope.spawn(asking).join().unwrap())
}

pub async fn connect(address: &str) -> Client {
    let (client, connection) = Config::from_str(address).unwrap().connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
