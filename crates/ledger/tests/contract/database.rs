//! A database for a test, on a real server that all tests of a run share or that this program starts, and its copy for the audit.

use std::path::Path;
use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use postgres_fixture::{Server, VARIABLE};
use rusqlite::types::Value;
use tokio_postgres::types::Type;
use tokio_postgres::{Client, Config, NoTls, Row};
use uuid::Uuid;

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

    /// Copies all that the ledger keeps into a file as the ledger makes it over SQLite.
    pub fn copy_to(&self, path: &Path) {
        let mut file = rusqlite::Connection::open(path).unwrap();
        let transaction = file.transaction().unwrap();
        for table in ["balances", "entries", "holds", "keys", "lots"] {
            let condition = if table == "balances" { "WHERE version > 0" } else { "" };
            for row in self.ask(&format!("SELECT * FROM {table} {condition}")) {
                // The moment of an account's newest entry has no column of its own in SQLite.
                let columns = (0..row.len()).filter(|n| table != "balances" || row.columns()[*n].name() != "at");
                let columns: Vec<usize> = columns.collect();
                let names = columns.iter().map(|n| row.columns()[*n].name()).collect::<Vec<_>>().join(", ");
                let places = vec!["?"; columns.len()].join(", ");
                let values = columns.iter().map(|n| value(&row, *n));
                let sql = format!("INSERT INTO {table} ({names}) VALUES ({places})");
                transaction.execute(&sql, rusqlite::params_from_iter(values)).unwrap();
            }
        }
        transaction.commit().unwrap();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A server that was ended by its test has no database left to drop.
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = std::panic::catch_unwind(|| ask(server(), &sql));
    }
}

fn value(row: &Row, column: usize) -> Value {
    match *row.columns()[column].type_() {
        Type::UUID => row.get::<_, Option<Uuid>>(column).map(|id| id.as_bytes().to_vec()).into(),
        Type::BYTEA => row.get::<_, Option<Vec<u8>>>(column).into(),
        Type::INT8 => row.get::<_, Option<i64>>(column).into(),
        Type::TEXT => row.get::<_, Option<String>>(column).into(),
        ref other => panic!("a column of type {other}"),
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
