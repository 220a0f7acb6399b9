//! Ours: the ledger in process, on SQLite, as the server has it.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use credits::decide::{Command, Source, Verb};
use credits::{AccountId, Credits, HoldId, IdempotencyKey};
use ledger::audit::Report;
use ledger::verbs::{NewHold, Release, Settle};
use ledger::{Clock, Ledger};
use tokio::runtime::Handle;

use super::Contender;
use crate::ledger::closed_loop::{Caller, Cell, Measured, run};
use crate::ledger::workload::{FUNDS_CREDITS, Pair, account_id};

/// How many commands are asked for at once where nobody measures.
const COMMANDS_AT_ONCE: usize = 1_000;

/// How long a hold lives that nobody ends.
const HOLD_LIFETIME: Duration = Duration::from_secs(3_600);

/// A ledger and the accounts that are called about.
pub struct Engine {
    ledger: Ledger,
    path: PathBuf,
    accounts: Arc<[AccountId]>,
    runtime: Handle,
}

impl Engine {
    /// Begins a ledger with so many funded accounts.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn begin(folder: &Path, accounts: usize, runtime: &Handle) -> Result<Self> {
        let engine = Self::open(&folder.join("ledger.db"), accounts, runtime)?;
        engine.fund(0..accounts)?;
        Ok(engine)
    }

    /// Opens a file whose accounts are funded.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(path: &Path, accounts: usize, runtime: &Handle) -> Result<Self> {
        let ledger = Ledger::open_sqlite(path, Clock::system())?;
        let accounts = (0..accounts).map(account_id).collect();
        Ok(Self { ledger, path: path.to_owned(), accounts, runtime: runtime.clone() })
    }

    /// The ledger itself.
    #[must_use]
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Funds some of the accounts.
    ///
    /// # Errors
    /// When the ledger does not keep it.
    pub fn fund(&self, accounts: Range<usize>) -> Result<()> {
        fund(&self.ledger, accounts, &self.runtime)
    }

    /// Does commands, many in one transaction.
    ///
    /// # Errors
    /// When one is refused or not kept.
    pub fn execute_all(&self, commands: impl IntoIterator<Item = Result<Command>>) -> Result<()> {
        execute_all(&self.ledger, commands, &self.runtime)
    }
}

/// Funds some of the accounts of a ledger.
pub(super) fn fund(ledger: &Ledger, accounts: Range<usize>, runtime: &Handle) -> Result<()> {
    execute_all(ledger, accounts.map(|account| deposit(account_id(account))), runtime)
}

fn execute_all(ledger: &Ledger, commands: impl IntoIterator<Item = Result<Command>>, runtime: &Handle) -> Result<()> {
    let mut commands = commands.into_iter();
    loop {
        let some = commands.by_ref().take(COMMANDS_AT_ONCE).collect::<Result<Vec<_>>>()?;
        if some.is_empty() {
            return Ok(());
        }
        for outcome in runtime.block_on(ledger.execute_all(some))? {
            outcome?;
        }
    }
}

/// What funds an account.
///
/// # Errors
/// Never: the amount is one that there is.
pub fn deposit(account: AccountId) -> Result<Command> {
    let verb = Verb::Deposit {
        key: IdempotencyKey::of("deposit", account.0),
        amount: Credits::new(FUNDS_CREDITS)?,
        source: Source::Grant,
        note: "funds".to_owned(),
        expires_at: None,
    };
    Ok(Command { account, verb })
}

/// One who calls a ledger in process, whatever it is kept in.
pub(super) struct EngineCaller {
    pub ledger: Ledger,
    pub accounts: Arc<[AccountId]>,
}

impl EngineCaller {
    fn account(&self, pair: &Pair) -> AccountId {
        self.accounts.get(pair.account).copied().unwrap_or_else(|| account_id(pair.account))
    }
}

impl Caller for EngineCaller {
    async fn hold(&mut self, pair: &Pair) -> Result<()> {
        let hold = NewHold {
            key: IdempotencyKey::of("hold", pair.id),
            hold: HoldId(pair.id),
            amount: Credits::new(pair.amount_credits)?,
            operation: "render".to_owned(),
            expires_at: self.ledger.now().after(HOLD_LIFETIME),
        };
        self.ledger.hold(self.account(pair), hold).await?;
        Ok(())
    }

    async fn end(&mut self, pair: &Pair) -> Result<()> {
        let (account, hold) = (self.account(pair), HoldId(pair.id));
        if pair.is_settled {
            let key = IdempotencyKey::of("settle", pair.id);
            self.ledger.settle(account, Settle { key, hold, amount: None }).await?;
        } else {
            let key = IdempotencyKey::of("release", pair.id);
            self.ledger.release(account, Release { key, hold }).await?;
        }
        Ok(())
    }
}

impl Contender for Engine {
    fn version(&self) -> String {
        format!("Farebox {} with SQLite {}", env!("CARGO_PKG_VERSION"), rusqlite::version())
    }

    fn run(&mut self, cell: &Cell) -> Result<Measured> {
        let caller = |_| EngineCaller { ledger: self.ledger.clone(), accounts: self.accounts.clone() };
        self.runtime.block_on(run((0..cell.callers).map(caller).collect(), cell))
    }

    fn audit(&mut self) -> Result<String> {
        sentence(&ledger::audit::audit_sqlite(&self.path, &mut |_| {})?)
    }
}

/// What an audit compared, if it found nothing.
pub(super) fn sentence(report: &Report) -> Result<String> {
    let first = report.differences.first().map(|difference| difference.sentence.clone()).unwrap_or_default();
    ensure!(report.is_clean(), "the audit found differences: {first}");
    Ok(format!("audit of {} entries, {} holds and {} keys: no differences", report.entries, report.holds, report.keys))
}
