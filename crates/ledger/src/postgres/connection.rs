//! A connection that one thread at a time uses, with its statements prepared. It goes on only while somebody waits for it.

use std::collections::HashMap;

use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, Statement};

use super::address::Server;
use super::failure::Failure;
use super::statements::{BY_KEYS, SETTINGS};
use crate::StorageError;

/// Parameters of a statement.
pub(super) type Parameters<'p> = &'p [&'p (dyn ToSql + Sync)];

/// A connection and what drives it. Dropped in the middle of a transaction, it is closed, and the server rolls back.
pub(crate) struct Connection {
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
    session: Session,
}

/// What can be asked over a connection. Questions that are asked before the first is answered go out together.
pub(crate) struct Session {
    /// What it is asked over, for whoever keeps statements of their own.
    pub(crate) client: Client,
    statements: HashMap<&'static str, Statement>,
}

impl Drop for Connection {
    /// Not by the runtime's own end, which waits, and may be asked for where nothing may.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Connection {
    /// Connects.
    pub fn open(server: &Server) -> Result<Self, Failure> {
        let (runtime, client) = Self::connect(server)?;
        let connection = Self { runtime: Some(runtime), session: Session { client, statements: HashMap::new() } };
        connection.run(async |session| session.control(SETTINGS).await)?;
        Ok(connection)
    }

    /// Connects, and prepares the statements that will be asked, all of which look rows up by their keys.
    pub fn open_prepared(server: &Server, statements: &[&'static str]) -> Result<Self, Failure> {
        let mut connection = Self::open(server)?;
        let prepared = connection.run(async |session| {
            session.control(BY_KEYS).await?;
            let mut prepared = HashMap::new();
            for sql in statements {
                prepared.insert(*sql, session.client.prepare(sql).await?);
            }
            Ok(prepared)
        })?;
        connection.session.statements = prepared;
        Ok(connection)
    }

    /// Connects and does nothing else.
    fn connect(server: &Server) -> Result<(Runtime, Client), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(StorageError::from)?;
        let connected = runtime.block_on(async {
            let (client, link) = server.connect().await?;
            // Ends when the client is gone, or by an error that whoever waits for an answer is told as well.
            tokio::spawn(link);
            Ok::<_, Failure>(client)
        });
        match connected {
            Ok(client) => Ok((runtime, client)),
            Err(error) => {
                runtime.shutdown_background();
                Err(error)
            }
        }
    }

    /// Does something over a connection of its own, without settings and prepared statements.
    pub fn once<T>(server: &Server, work: impl AsyncFnOnce(&mut Client) -> Result<T, Failure>) -> Result<T, Failure> {
        let (runtime, mut client) = Self::connect(server)?;
        let result = runtime.block_on(work(&mut client));
        runtime.shutdown_background();
        result
    }

    /// Does something over the connection, and waits until it is done.
    pub fn run<T>(&self, work: impl AsyncFnOnce(&Session) -> Result<T, Failure>) -> Result<T, Failure> {
        match &self.runtime {
            Some(runtime) => runtime.block_on(work(&self.session)),
            None => Err(Failure::Lost(StorageError::unavailable("the connection is closed"))),
        }
    }
}

impl Session {
    /// The rows that a prepared statement finds.
    pub async fn query(&self, sql: &'static str, parameters: Parameters<'_>) -> Result<Vec<Row>, Failure> {
        Ok(self.client.query(self.prepared(sql)?, parameters).await?)
    }

    /// How many rows a prepared statement wrote.
    pub async fn execute(&self, sql: &'static str, parameters: Parameters<'_>) -> Result<u64, Failure> {
        Ok(self.client.execute(self.prepared(sql)?, parameters).await?)
    }

    /// The rows that a statement finds which is too rare to be kept prepared.
    pub async fn ask(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, Failure> {
        Ok(self.client.query(sql, parameters).await?)
    }

    /// Begins or ends a transaction, or something else within it that answers nothing.
    pub async fn control(&self, sql: &str) -> Result<(), Failure> {
        Ok(self.client.batch_execute(sql).await?)
    }

    fn prepared(&self, sql: &'static str) -> Result<&Statement, Failure> {
        let missing = || StorageError::unavailable(format!("a statement was not prepared: {sql}"));
        Ok(self.statements.get(sql).ok_or_else(missing)?)
    }
}
