//! What the machine and the rules allow: durable appends to a file, decisions without any storage, and HTTP without any decision.

use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use credits::decide::{Command, KeyRecord, Verb, View, decide};
use credits::{AccountId, Credits, HoldId, IdempotencyKey, Timestamp};
use serde::Serialize;
use tokio::runtime::Handle;

use super::closed_loop::{Cell, histogram};
use super::contenders::deposit;
use super::hello;
use super::versus::ROUNDS;
use super::workload::{ACCOUNTS, Chooser, Pair, Pairs, Shape, account_id};
use crate::figures::Spread;

/// What is appended at once.
const APPEND_BYTES: usize = 4_096;

/// Some moment.
const NOW: Timestamp = Timestamp(1_780_000_000_000_000);

/// How long a hold lives.
const HOLD_LIFETIME: Duration = Duration::from_secs(3_600);

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Limits {
    /// Appends of 4 KiB, each on disk before the next.
    pub fdatasyncs_per_second: Spread,
    /// Of one such append.
    pub fdatasync_p50_ms: Spread,
    /// Of one such append.
    pub fdatasync_p99_ms: Spread,
    /// Holds and their ends, decided in memory by one thread, with all keys and holds kept.
    pub decisions_per_second: Spread,
    /// Requests to a server that says "hello", on 64 connections.
    pub hellos_per_second: Spread,
}

/// Measures them, in turn.
///
/// # Errors
/// When a file cannot be written, or a server not be started.
pub fn measure(folder: &Path, duration: Duration, runtime: &Handle) -> Result<Limits> {
    let (mut appends, mut decisions, mut hellos) = (Vec::new(), Vec::new(), Vec::new());
    let program = std::env::current_exe().context("this program cannot be found")?;
    for round in 0..ROUNDS {
        let chooser = Chooser::new(Shape::Uniform, ACCOUNTS);
        let cell = Cell { chooser, callers: hello::CONNECTIONS, warm_up: duration / 4, duration, seed: round };
        hellos.push(hello::measure(&program, &cell, runtime)?.operations_per_second);
        appends.push(append(folder, duration)?);
        decisions.push(decisions_per_second(duration)?);
    }
    let of = |field: fn(&Appends) -> f64| Spread::of(appends.iter().map(field)).context("no rounds");
    Ok(Limits {
        fdatasyncs_per_second: of(|appends| appends.per_second)?,
        fdatasync_p50_ms: of(|appends| appends.p50_ms)?,
        fdatasync_p99_ms: of(|appends| appends.p99_ms)?,
        decisions_per_second: Spread::of(decisions).context("no rounds")?,
        hellos_per_second: Spread::of(hellos).context("no rounds")?,
    })
}

struct Appends {
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
}

fn append(folder: &Path, duration: Duration) -> Result<Appends> {
    let mut file: File = tempfile::tempfile_in(folder)?;
    let bytes = [0x5A; APPEND_BYTES];
    let mut times_us = histogram()?;
    let begin = Instant::now();
    while begin.elapsed() < duration {
        let asked = Instant::now();
        file.write_all(&bytes)?;
        file.sync_data()?;
        times_us.record(u64::try_from(asked.elapsed().as_micros())?)?;
    }
    let milliseconds = |quantile| times_us.value_at_quantile(quantile) as f64 / 1_000.0;
    let per_second = times_us.len() as f64 / begin.elapsed().as_secs_f64();
    Ok(Appends { per_second, p50_ms: milliseconds(0.5), p99_ms: milliseconds(0.99) })
}

/// A ledger that keeps nothing over a restart.
#[derive(Default)]
struct Memory {
    views: HashMap<AccountId, View>,
    keys: HashMap<(AccountId, IdempotencyKey), KeyRecord>,
}

impl Memory {
    fn execute(&mut self, command: &Command) -> Result<()> {
        let view = self.views.entry(command.account).or_default();
        view.key = command.key().and_then(|key| self.keys.get(&(command.account, key.clone())).copied());
        let effects = decide(view, command, NOW)?;
        view.balance = effects.verdict.answer.balance;
        // One hold at a time: a pair ends before the next begins.
        view.hold = effects.hold.filter(|_| matches!(command.verb, Verb::Hold { .. }));
        if let Some(open_lots) = effects.open_lots {
            view.lots = open_lots;
        }
        if let Some((key, record)) = effects.key {
            self.keys.insert((command.account, key), record);
        }
        Ok(())
    }
}

fn decisions_per_second(duration: Duration) -> Result<f64> {
    let mut memory = Memory::default();
    for account in 0..ACCOUNTS {
        memory.execute(&deposit(account_id(account))?)?;
    }
    let accounts: Vec<AccountId> = (0..ACCOUNTS).map(account_id).collect();
    let mut pairs = Pairs::new(Chooser::new(Shape::Uniform, ACCOUNTS), 1);
    let (mut decided, mut spent) = (0_u32, Duration::ZERO);
    while spent < duration {
        // Commands are made beforehand: making them is the caller's work.
        let commands = some_commands(&mut pairs, &accounts)?;
        let begin = Instant::now();
        for command in &commands {
            memory.execute(command)?;
        }
        spent += begin.elapsed();
        decided += u32::try_from(commands.len())?;
    }
    Ok(f64::from(decided) / spent.as_secs_f64())
}

fn some_commands(pairs: &mut Pairs, accounts: &[AccountId]) -> Result<Vec<Command>> {
    let mut commands = Vec::new();
    for _ in 0..10_000 {
        let pair = pairs.next_pair();
        let account = accounts.get(pair.account).copied().unwrap_or_else(|| account_id(pair.account));
        commands.extend(commands_of(account, &pair, NOW)?);
    }
    Ok(commands)
}

/// A pair as the ledger is asked for it.
///
/// # Errors
/// Never: the amount is one that there is.
pub fn commands_of(account: AccountId, pair: &Pair, at: Timestamp) -> Result<[Command; 2]> {
    let (id, hold) = (pair.id, HoldId(pair.id));
    let held = Verb::Hold {
        key: IdempotencyKey::of("hold", id),
        hold,
        amount: Credits::new(pair.amount_credits)?,
        operation: "render".to_owned(),
        expires_at: at.after(HOLD_LIFETIME),
    };
    let ended = if pair.is_settled {
        Verb::Settle { key: IdempotencyKey::of("settle", id), hold, amount: None }
    } else {
        Verb::Release { key: IdempotencyKey::of("release", id), hold }
    };
    Ok([Command { account, verb: held }, Command { account, verb: ended }])
}
