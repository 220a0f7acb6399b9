//! Who is measured: ours, and what a user would pick instead. Each is a file of its own and does the same work as durably.

mod engine;
mod engine_postgres;
mod over_http;
mod peer_sql;
pub mod postgres;
mod redis;
mod resp;
mod sqlite;

use std::path::Path;

use anyhow::Result;
use serde::Serialize;
use tokio::runtime::Handle;

pub use engine::{Engine, deposit};

use super::closed_loop::{Cell, Measured};

/// One who keeps a ledger.
pub trait Contender {
    /// Which version it is.
    fn version(&self) -> String;

    /// Lets callers call for a while.
    ///
    /// # Errors
    /// When anything is refused or fails.
    fn run(&mut self, cell: &Cell) -> Result<Measured>;

    /// Adds everything up, and says in a sentence what was compared.
    ///
    /// # Errors
    /// When it does not add up.
    fn audit(&mut self) -> Result<String>;
}

/// All of them: a file each, a line in [`Kind::open`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Ours, in process, on SQLite.
    Engine,
    /// Ours, in process, on PostgreSQL.
    EnginePostgres,
    /// Ours over HTTP, on SQLite, an operation a request.
    OverHttp,
    /// Ours over HTTP, on SQLite, 100 operations a request.
    OverHttpBatch,
    /// One PL/pgSQL function an operation.
    Postgres,
    /// One SQLite transaction an operation.
    Sqlite,
    /// One Lua script an operation.
    Redis,
}

impl Kind {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 7] = [
        Self::Engine,
        Self::EnginePostgres,
        Self::OverHttp,
        Self::OverHttpBatch,
        Self::Postgres,
        Self::Sqlite,
        Self::Redis,
    ];

    /// Its name in the table.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Engine => "**Farebox, engine in process, SQLite**",
            Self::EnginePostgres => "**Farebox, engine in process, PostgreSQL**",
            Self::OverHttp => "**Farebox over HTTP, SQLite**",
            Self::OverHttpBatch => "**Farebox over HTTP, SQLite, `/v1/batch` of 100**; a pair is one of 100 in hand",
            Self::Postgres => "PostgreSQL, one PL/pgSQL function an operation, `pgbench -M prepared`",
            Self::Sqlite => "SQLite WAL, `synchronous=FULL`, one transaction an operation",
            Self::Redis => "Redis, a Lua script an operation, `appendfsync always`",
        }
    }

    /// Why it cannot be measured on this machine, if it cannot.
    #[must_use]
    pub fn is_missing(self) -> Option<String> {
        match self {
            Self::Engine | Self::Sqlite => None,
            Self::OverHttp | Self::OverHttpBatch => over_http::is_missing(),
            Self::EnginePostgres | Self::Postgres => postgres::is_missing(),
            Self::Redis => redis::is_missing(),
        }
    }

    /// Begins a ledger in an empty folder, with so many funded accounts.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn open(self, folder: &Path, accounts: usize, runtime: &Handle) -> Result<Box<dyn Contender>> {
        Ok(match self {
            Self::Engine => Box::new(Engine::begin(folder, accounts, runtime)?),
            Self::EnginePostgres => Box::new(engine_postgres::EnginePostgres::begin(folder, accounts, runtime)?),
            Self::OverHttp => Box::new(over_http::OverHttp::begin(folder, accounts, runtime, false)?),
            Self::OverHttpBatch => Box::new(over_http::OverHttp::begin(folder, accounts, runtime, true)?),
            Self::Postgres => Box::new(postgres::Postgres::begin(folder, accounts)?),
            Self::Sqlite => Box::new(sqlite::Sqlite::begin(folder, accounts, runtime)?),
            Self::Redis => Box::new(redis::Redis::begin(folder, accounts, runtime)?),
        })
    }
}
