//! Ours: the ledger in process, on PostgreSQL, as servers have it that share a database. The database's server is set up exactly like that of
//! the functions which it is compared with.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use credits::AccountId;
use ledger::{Clock, Ledger};
use tokio::runtime::Handle;

use super::Contender;
use super::engine::{EngineCaller, fund, sentence};
use super::postgres::Postgres;
use crate::ledger::closed_loop::{Cell, Measured, run};
use crate::ledger::workload::account_id;

/// A ledger in a database of its own. The ledger lets go of the database before the server stops.
pub struct EnginePostgres {
    ledger: Ledger,
    address: String,
    accounts: Arc<[AccountId]>,
    runtime: Handle,
    server: Postgres,
}

impl EnginePostgres {
    /// Starts a server and begins a ledger there with so many funded accounts.
    ///
    /// # Errors
    /// When the server does not start or the ledger is not kept.
    pub fn begin(folder: &Path, accounts: usize, runtime: &Handle) -> Result<Self> {
        let server = Postgres::begin(folder, 0)?;
        let address = server.make_database("farebox")?;
        let ledger = Ledger::open_postgres(&address, Clock::system())?;
        fund(&ledger, 0..accounts, runtime)?;
        server.tidy_up("farebox")?;
        let accounts = (0..accounts).map(account_id).collect();
        Ok(Self { ledger, address, accounts, runtime: runtime.clone(), server })
    }
}

impl Contender for EnginePostgres {
    fn version(&self) -> String {
        format!("Farebox {} with {}", env!("CARGO_PKG_VERSION"), self.server.version())
    }

    fn run(&mut self, cell: &Cell) -> Result<Measured> {
        let caller = |_| EngineCaller { ledger: self.ledger.clone(), accounts: Arc::clone(&self.accounts) };
        self.runtime.block_on(run((0..cell.callers).map(caller).collect(), cell))
    }

    fn audit(&mut self) -> Result<String> {
        sentence(&ledger::audit::audit_postgres(&self.address, &mut |_| {})?)
    }
}
