//! SQLite as one would use it for this: one connection behind a lock, one transaction an operation, prepared statements.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use ledger::Clock;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use tokio::runtime::Handle;
use tokio::sync::Mutex;

use super::{Contender, peer_sql};
use crate::ledger::closed_loop::{Caller, Cell, Measured, run};
use crate::ledger::workload::{FUNDS_CREDITS, Pair};

/// How long a hold lives that nobody ends, in microseconds.
const HOLD_LIFETIME_US: i64 = 3_600_000_000;

/// A file and the connection that everybody waits for.
pub struct Sqlite {
    connection: Arc<Mutex<Connection>>,
    runtime: Handle,
}

impl Sqlite {
    /// Makes a file with so many funded accounts.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(folder: &Path, accounts: usize, runtime: &Handle) -> Result<Self> {
        let mut connection = Connection::open(folder.join("peer.db"))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(include_str!("sqlite.sql"))?;
        let transaction = connection.transaction()?;
        for account in 0..i64::try_from(accounts)? {
            transaction
                .prepare_cached("INSERT INTO accounts VALUES (?1, ?2, 0, 1)")?
                .execute(params![account, FUNDS_CREDITS])?;
            let version = 1;
            let line = Line { account, version, kind: "deposit", deltas: (FUNDS_CREDITS, 0), hold: None };
            insert_entry(&transaction, &line, &format!("deposit:{account}"))?;
        }
        transaction.commit()?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)), runtime: runtime.clone() })
    }
}

struct SqliteCaller(Arc<Mutex<Connection>>);

impl Caller for SqliteCaller {
    // The transaction blocks its thread: nobody else could do anything meanwhile but wait for the same lock.
    async fn hold(&mut self, pair: &Pair) -> Result<()> {
        hold(&mut *self.0.lock().await, pair)
    }

    async fn end(&mut self, pair: &Pair) -> Result<()> {
        end(&mut *self.0.lock().await, pair)
    }
}

/// An entry to insert.
struct Line<'a> {
    account: i64,
    version: i64,
    kind: &'a str,
    /// Of `available` and of `held`.
    deltas: (i64, i64),
    hold: Option<&'a [u8; 16]>,
}

fn insert_entry(transaction: &Transaction<'_>, line: &Line<'_>, key: &str) -> Result<()> {
    let mut insert = transaction.prepare_cached("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    let Line { account, version, kind, deltas: (available, held), hold } = line;
    insert.execute(params![account, version, Clock::system().now().0, kind, available, held, hold, key])?;
    Ok(())
}

fn is_done(transaction: &Transaction<'_>, account: i64, key: &str) -> Result<bool> {
    let mut found = transaction.prepare_cached("SELECT 1 FROM entries WHERE account = ?1 AND key = ?2")?;
    Ok(found.exists(params![account, key])?)
}

fn hold(connection: &mut Connection, pair: &Pair) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (account, amount, key) = (i64::try_from(pair.account)?, pair.amount_credits, format!("hold:{}", pair.id));
    if is_done(&transaction, account, &key)? {
        return Ok(());
    }
    let moved = transaction
        .prepare_cached(
            "UPDATE accounts SET available = available - ?2, held = held + ?2, version = version + 1
             WHERE account = ?1 AND available >= ?2 RETURNING version",
        )?
        .query_row(params![account, amount], |row| row.get(0))
        .optional()?;
    let version = moved.context("insufficient credits")?;
    let hold = pair.id.as_bytes();
    let line = Line { account, version, kind: "hold", deltas: (-amount, amount), hold: Some(hold) };
    insert_entry(&transaction, &line, &key)?;
    transaction.prepare_cached("INSERT INTO holds VALUES (?1, ?2, ?3, 'render', ?4, 'active')")?.execute(params![
        account,
        hold,
        amount,
        Clock::system().now().0 + HOLD_LIFETIME_US
    ])?;
    Ok(transaction.commit()?)
}

fn end(connection: &mut Connection, pair: &Pair) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let kind = if pair.is_settled { "settle" } else { "release" };
    let (account, key, hold) = (i64::try_from(pair.account)?, format!("{kind}:{}", pair.id), pair.id.as_bytes());
    if is_done(&transaction, account, &key)? {
        return Ok(());
    }
    let ended = transaction
        .prepare_cached(
            "UPDATE holds SET state = ?3 WHERE account = ?1 AND hold = ?2 AND state = 'active' RETURNING amount",
        )?
        .query_row(params![account, hold, kind], |row| row.get(0))
        .optional()?;
    let amount: i64 = ended.context("the hold is not active")?;
    let back = if pair.is_settled { 0 } else { amount };
    let version = transaction
        .prepare_cached(
            "UPDATE accounts SET available = available + ?2, held = held - ?3, version = version + 1
             WHERE account = ?1 RETURNING version",
        )?
        .query_row(params![account, back, amount], |row| row.get(0))?;
    insert_entry(&transaction, &Line { account, version, kind, deltas: (back, -amount), hold: Some(hold) }, &key)?;
    Ok(transaction.commit()?)
}

impl Contender for Sqlite {
    fn version(&self) -> String {
        format!("SQLite {}", rusqlite::version())
    }

    fn run(&mut self, cell: &Cell) -> Result<Measured> {
        let caller = |_| SqliteCaller(Arc::clone(&self.connection));
        self.runtime.block_on(run((0..cell.callers).map(caller).collect(), cell))
    }

    fn audit(&mut self) -> Result<String> {
        let connection = self.connection.blocking_lock();
        let (wrong, entries): (i64, i64) =
            connection.query_row(peer_sql::AUDIT, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        ensure!(wrong == 0, "{wrong} accounts do not add up");
        Ok(peer_sql::sentence(entries))
    }
}
