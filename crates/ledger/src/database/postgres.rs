//! The records' database in PostgreSQL, shared by any number of processes.
//!
//! Who writes takes one lock of the whole database first, so that a transaction here is what it is over a file: alone. Records change a few
//! times for each piece of work; what changes often, the balances, has locks of its own in the ledger.

use std::cell::RefCell;
use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use bytes::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Column, Statement};
use uuid::Uuid;

use super::engine::{Access, Engine, Work};
use super::heard::{self, Origin};
use super::migrations::{Migrations, Step};
use super::row::Row;
use super::statement::{Numbered, Parameters, given, number};
use super::transaction::{Statements, Transaction};
use super::value::Value;
use crate::StorageError;
use crate::postgres::{Connection, Failure, Server, migrate};

/// Takes the lock with the transaction's first word. The number has no meaning but to be the same for all.
const BEGIN_TO_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(4714820164)";
const BEGIN_TO_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const BEGIN_TO_TELL: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";

/// A connection, made anew when it was lost.
pub(super) struct Postgres {
    server: Server,
    origin: Origin,
    /// `None` before the first use, after a loss, and while it is used: dropped by a panic it is closed, and the server rolls back.
    session: Option<Session>,
}

/// A connection with what was prepared on it.
struct Session {
    connection: Connection,
    prepared: RefCell<HashMap<String, Prepared>>,
}

type Prepared = Arc<(Statement, Vec<String>)>;

impl Postgres {
    pub fn open(server: &Server, origin: Origin) -> Result<Self, StorageError> {
        let session = Session::open(server)?;
        Ok(Self { server: server.clone(), origin, session: Some(session) })
    }

    /// A session with a transaction that has begun. A connection that was lost while nobody used it is replaced.
    fn begun(&mut self, access: Access) -> Result<Session, StorageError> {
        let begin = match access {
            Access::Read => BEGIN_TO_READ,
            Access::Write => BEGIN_TO_WRITE,
            Access::Tell => BEGIN_TO_TELL,
        };
        if let Some(session) = self.session.take() {
            match session.control(begin) {
                Ok(()) => return Ok(session),
                Err(Failure::Lost(error)) => tracing::debug!(cause = %error, "an idle connection was lost"),
                Err(failure @ (Failure::Conflict(_) | Failure::Storage(_))) => return Err(failure.into()),
            }
        }
        let session = Session::open(&self.server)?;
        session.control(begin)?;
        Ok(session)
    }
}

impl Engine for Postgres {
    fn migrate(&mut self, migrations: Migrations) -> Result<(), StorageError> {
        migrate(&self.server, migrations.table, migrations.runner(|step: &Step| step.postgres)?)
    }

    fn transact(&mut self, access: Access, work: Work<'_>) -> Result<(), StorageError> {
        let session = self.begun(access)?;
        let within = Within { session: &session, origin: &self.origin };
        let transaction = Transaction::new(&within);
        let is_wanted = work(&transaction);
        let failure = transaction.into_failure();
        let end = if is_wanted && failure.is_none() { COMMIT } else { ROLLBACK };
        let ended = session.control(end);
        // Closed after a failure: a statement that was prepared before a table was changed fails for as long as it is kept.
        if ended.is_ok() && failure.is_none() {
            self.session = Some(session);
        }
        match failure {
            Some(failure) => Err(failure),
            // A rollback that was not answered is one all the same: the connection is closed.
            None if is_wanted => Ok(ended?),
            None => Ok(()),
        }
    }

    fn close(self: Box<Self>) {}
}

impl Session {
    fn open(server: &Server) -> Result<Self, Failure> {
        Ok(Self { connection: Connection::open(server)?, prepared: RefCell::default() })
    }

    fn control(&self, sql: &'static str) -> Result<(), Failure> {
        self.connection.run(async |session| session.control(sql).await)
    }

    fn prepared(&self, sql: &str) -> Result<Prepared, Failure> {
        if let Some(known) = self.prepared.borrow().get(sql) {
            return Ok(Arc::clone(known));
        }
        let Numbered { sql: numbered, names } = number(sql);
        let statement = self.connection.run(async |session| Ok(session.client.prepare(&numbered).await?))?;
        let prepared = Arc::new((statement, names));
        self.prepared.borrow_mut().insert(sql.to_owned(), Arc::clone(&prepared));
        Ok(prepared)
    }
}

/// A transaction that is under way.
struct Within<'t> {
    session: &'t Session,
    origin: &'t Origin,
}

impl Within<'_> {
    fn try_execute(&self, sql: &str, parameters: Parameters<'_>) -> Result<u64, Failure> {
        let prepared = self.session.prepared(sql)?;
        let values = values(&prepared.1, parameters)?;
        let values = references(&values);
        self.session.connection.run(async |session| Ok(session.client.execute(&prepared.0, &values).await?))
    }

    fn try_query(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, Failure> {
        let prepared = self.session.prepared(sql)?;
        let values = values(&prepared.1, parameters)?;
        let values = references(&values);
        let found =
            self.session.connection.run(async |session| Ok(session.client.query(&prepared.0, &values).await?))?;
        let names: Arc<[String]> =
            prepared.0.columns().iter().map(|column: &Column| column.name().to_owned()).collect();
        let row = |row: &tokio_postgres::Row| {
            let values = (0..names.len()).map(|n| Ok(row.try_get::<_, Option<Value>>(n)?.unwrap_or(Value::Null)));
            Ok(Row::new(Arc::clone(&names), values.collect::<Result<_, Failure>>()?))
        };
        found.iter().map(row).collect()
    }
}

impl Statements for Within<'_> {
    fn execute(&self, sql: &str, parameters: Parameters<'_>) -> Result<u64, StorageError> {
        Ok(self.try_execute(sql, parameters)?)
    }

    fn query(&self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, StorageError> {
        Ok(self.try_query(sql, parameters)?)
    }

    fn tell(&self, topic: &'static str, words: &str) -> Result<(), StorageError> {
        let told = self.origin.tell(topic, words);
        Ok(self.try_execute(heard::TELL, &[("told", &told)]).map(drop)?)
    }
}

fn values(names: &[String], parameters: Parameters<'_>) -> Result<Vec<Value>, StorageError> {
    names.iter().map(|name| given(parameters, name)).collect()
}

fn references(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) if *kind == Type::INT4 => i32::try_from(*number)?.to_sql(kind, out),
            Self::Integer(number) if *kind == Type::INT8 => number.to_sql(kind, out),
            Self::Text(text) if <&str as ToSql>::accepts(kind) => text.to_sql(kind, out),
            Self::Bytes(bytes) if *kind == Type::BYTEA => bytes.to_sql(kind, out),
            Self::Id(id) if *kind == Type::UUID => id.to_sql(kind, out),
            Self::Integer(_) | Self::Text(_) | Self::Bytes(_) | Self::Id(_) => {
                Err(format!("a column of type {kind} was given something else").into())
            }
        }
    }

    fn accepts(_kind: &Type) -> bool {
        // Which of the values fits is known when there is one.
        true
    }

    to_sql_checked!();
}

impl<'r> FromSql<'r> for Value {
    fn from_sql(kind: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        match *kind {
            Type::INT4 => Ok(Self::Integer(i64::from(i32::from_sql(kind, raw)?))),
            Type::INT8 => Ok(Self::Integer(i64::from_sql(kind, raw)?)),
            Type::BYTEA => Ok(Self::Bytes(raw.to_vec())),
            Type::UUID => Ok(Self::Id(Uuid::from_sql(kind, raw)?)),
            _ => Ok(Self::Text(String::from_sql(kind, raw)?)),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT4, Type::INT8, Type::BYTEA, Type::UUID].contains(kind) || <String as FromSql<'r>>::accepts(kind)
    }
}
