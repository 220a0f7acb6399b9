//! Makes a large ledger in little time: each account's history is decided by the rules and written in one go, account by account.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use credits::decide::{Chain, Command, Entry, Hold, HoldState, KeyRecord, NewLot, View, decide};
use credits::{AccountId, Credits, HoldId, IdempotencyKey, Timestamp};
use ledger::{Clock, Ledger};
use rusqlite::{Connection, params};

use super::super::contenders::deposit;
use super::super::limits::commands_of;
use super::super::workload::{Chooser, Pairs, Shape, account_id};

/// How many kibibytes of pages are kept in memory meanwhile, as SQLite wants it said: below zero.
const CACHE_KIB_NEGATIVE: i64 = -262_144;

/// How long before now the history begins and each of its commands comes after the one before.
const HISTORY: Duration = Duration::from_secs(3_600);

/// Makes the file: so many accounts, each with as many entries as all are to have in all. The last hold of each is still active.
///
/// # Errors
/// When the file exists or cannot be written.
pub fn build(path: &Path, accounts: usize, entries: usize) -> Result<()> {
    let clock = Clock::system();
    // The ledger makes its own tables.
    drop(Ledger::open_sqlite(path, clock.clone())?);
    let connection = Connection::open(path)?;
    // Nothing but the whole file counts: whoever is interrupted begins anew.
    connection.pragma_update(None, "journal_mode", "OFF")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "cache_size", CACHE_KIB_NEGATIVE)?;
    connection.execute_batch("BEGIN")?;
    let at = clock.now().before(HISTORY);
    let mut pairs = Pairs::new(Chooser::new(Shape::Uniform, accounts), 1);
    let entries_an_account = (entries / accounts.max(1)).max(1);
    for account in 0..accounts {
        let account = account_id(account);
        let mut history = History::new(account, at);
        history.execute(&connection, &deposit(account)?)?;
        for command in std::iter::repeat_with(|| commands_of(account, &pairs.next_pair(), clock.now()))
            .take(entries_an_account / 2)
            .collect::<Result<Vec<_>>>()?
            .into_iter()
            .flatten()
            .take(entries_an_account - 1)
        {
            history.execute(&connection, &command)?;
        }
        history.write(&connection)?;
    }
    connection.execute("INSERT INTO last_batch (only_row, at) VALUES (1, ?1)", params![at.0])?;
    connection.execute_batch("COMMIT")?;
    drop(connection);
    std::fs::File::open(path)?.sync_all().context("the file is not on disk")
}

/// One account's history, as far as it has gone.
struct History {
    account: AccountId,
    at: Timestamp,
    view: View,
    chain: Chain,
    holds: BTreeMap<HoldId, Hold>,
    keys: BTreeMap<IdempotencyKey, KeyRecord>,
    lots: Vec<NewLot>,
}

impl History {
    fn new(account: AccountId, at: Timestamp) -> Self {
        let (view, chain) = (View::default(), Chain::START);
        Self { account, at, view, chain, holds: BTreeMap::new(), keys: BTreeMap::new(), lots: Vec::new() }
    }

    fn execute(&mut self, connection: &Connection, command: &Command) -> Result<()> {
        self.view.hold = command.hold().and_then(|hold| self.holds.get(&hold).cloned());
        let effects = decide(&self.view, command, self.at)?;
        for entry in &effects.entries {
            self.chain = self.chain.after(entry);
            // Each of these commands writes one entry.
            insert_entry(connection, entry, effects.verdict.answer.balance, self.chain)?;
        }
        self.view.balance = effects.verdict.answer.balance;
        self.holds.extend(effects.hold.map(|hold| (hold.id, hold)));
        self.keys.extend(effects.key);
        self.lots.extend(effects.new_lot);
        self.view.lots = effects.open_lots.unwrap_or_default();
        Ok(())
    }

    fn write(self, connection: &Connection) -> Result<()> {
        let account = self.account.0.as_bytes();
        let balance = self.view.balance;
        connection
            .prepare_cached(
                "INSERT INTO balances (account, available, held, version, chain) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                account,
                balance.available.get(),
                balance.held.get(),
                number(balance.version)?,
                self.chain.0
            ])?;
        for hold in self.holds.values() {
            insert_hold(connection, self.account, hold)?;
        }
        let mut keys = connection
            .prepare_cached("INSERT INTO keys (account, key, fingerprint, version) VALUES (?1, ?2, ?3, ?4)")?;
        for (key, record) in &self.keys {
            keys.execute(params![account, key.as_str(), record.fingerprint.0, number(record.entry)?])?;
        }
        let mut lots = connection.prepare_cached(
            "INSERT INTO lots (account, lot, source, amount, expires_at, remaining, reversed, is_open)
             VALUES (?1, ?2, ?3, ?4, NULL, ?5, 0, ?5 > 0)",
        )?;
        for lot in &self.lots {
            let open = self.view.lots.iter().find(|open| open.id == lot.id);
            let remaining = open.map_or(Credits::ZERO, |open| open.remaining);
            lots.execute(params![account, number(lot.id.0)?, lot.source.as_str(), lot.amount.get(), remaining.get()])?;
        }
        Ok(())
    }
}

fn number(version: u64) -> Result<i64> {
    i64::try_from(version).context("a version is beyond what can be stored")
}

fn insert_entry(connection: &Connection, entry: &Entry, after: credits::decide::Balance, chain: Chain) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO entries
                (account, version, at, kind, available_delta, held_delta, hold, lot, source, note, available, held, chain)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            entry.account.0.as_bytes(),
            number(entry.version)?,
            entry.at.0,
            entry.kind.as_str(),
            entry.available_delta.get(),
            entry.held_delta.get(),
            entry.hold.as_ref().map(|hold| hold.0.as_bytes()),
            entry.lot.map(|lot| number(lot.0)).transpose()?,
            entry.source.map(credits::decide::Source::as_str),
            entry.note,
            after.available.get(),
            after.held.get(),
            chain.0,
        ])?;
    Ok(())
}

fn insert_hold(connection: &Connection, account: AccountId, hold: &Hold) -> Result<()> {
    let (ended_at, spent) = match hold.state {
        HoldState::Active => (None, None),
        HoldState::Settled { spent, at } => (Some(at.0), Some(spent.get())),
        HoldState::Released { at } | HoldState::Expired { at } => (Some(at.0), None),
    };
    let parts: Vec<String> = hold.parts.iter().map(|part| format!("{}:{}", part.lot, part.amount)).collect();
    connection
        .prepare_cached(
            "INSERT INTO holds (account, hold, amount, operation, expires_at, state, parts, ended_at, spent)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            account.0.as_bytes(),
            hold.id.0.as_bytes(),
            hold.amount.get(),
            hold.operation,
            hold.expires_at.0,
            hold.state.as_str(),
            parts.join(","),
            ended_at,
            spent,
        ])?;
    Ok(())
}
