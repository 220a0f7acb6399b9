//! A database for a test, on a real server that all tests of a run share or that this program starts.

use std::str::FromStr;

use tokio_postgres::{Client, Config, NoTls, Row};

/// A database of its own, dropped with this.
pub struct Database {
    database: postgres_fixture::Database,
    pub address: String,
}

impl Database {
    pub fn new() -> Self {
        let database = postgres_fixture::Database::make().unwrap();
        Self { address: database.address().to_owned(), database }
    }

    /// Does something in the database, behind the ledger's back.
    pub fn ask(&self, sql: &str) -> Vec<Row> {
        self.database.ask(sql).unwrap()
    }
}

pub async fn connect(address: &str) -> Client {
    let (client, connection) = Config::from_str(address).unwrap().connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
