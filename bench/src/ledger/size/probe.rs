//! What is measured in a process of its own, because its memory or its start is what is looked at.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Subcommand;
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;

use super::super::contenders::Engine;
use super::super::hello;
use super::super::limits::commands_of;
use super::super::workload::{Chooser, Pairs, Shape, account_id};
use super::CACHED_ACCOUNTS;
use super::build::build;

/// How many accounts and pairs there have been before memory is looked at.
const ACCOUNTS_BEFORE: usize = 50;
const PAIRS_BEFORE: usize = 100_000;
const PAIRS_AT_ONCE: usize = 500;

/// One such measurement; it prints its result as JSON.
#[derive(Subcommand, Clone, Debug)]
pub enum Probe {
    /// Says "hello" to whoever asks.
    #[command(hide = true)]
    ProbeHello,
    /// Makes a large ledger.
    #[command(hide = true)]
    ProbeBuild {
        /// Where.
        file: PathBuf,
        /// How many accounts it has.
        accounts: usize,
        /// How many entries they have in all.
        entries: usize,
    },
    /// How much memory accounts take that commands were done for.
    #[command(hide = true)]
    ProbeMemory {
        /// In which empty folder.
        folder: PathBuf,
        /// How many accounts are used.
        accounts: usize,
    },
    /// How long it takes until a ledger is ready.
    #[command(hide = true)]
    ProbeStart {
        /// Which file.
        file: PathBuf,
    },
    /// How long an audit takes and how much memory.
    #[command(hide = true)]
    ProbeAudit {
        /// Which file.
        file: PathBuf,
    },
}

/// How long something took, how many rows were looked at, and how much memory the process had at most.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Took {
    /// From the first call to the answer.
    pub seconds: f64,
    /// How many entries were read, where that was the task.
    pub entries: u64,
    /// Resident before accounts were used, with as many as are kept in memory, and with all; empty where that was not the task.
    pub resident_bytes: Vec<u64>,
    /// Resident at most.
    pub resident_bytes_max: u64,
}

impl Probe {
    /// Runs this in a process of its own.
    ///
    /// # Errors
    /// When it fails.
    pub fn in_process_of_its_own(arguments: &[&str]) -> Result<Took> {
        let program = std::env::current_exe().context("this program cannot be found")?;
        let output = Command::new(program).args(arguments).stderr(Stdio::inherit()).output()?;
        ensure!(output.status.success(), "{arguments:?} failed");
        serde_json::from_slice(&output.stdout).with_context(|| format!("{arguments:?} printed something else"))
    }

    /// Runs this here, and prints the result.
    ///
    /// # Errors
    /// When it fails.
    pub fn run(&self, runtime: &Handle) -> Result<()> {
        let took = match self {
            Self::ProbeHello => return hello::serve(runtime),
            Self::ProbeBuild { file, accounts, entries } => {
                let begin = Instant::now();
                build(file, *accounts, *entries)?;
                took(begin, 0)
            }
            Self::ProbeMemory { folder, accounts } => {
                let begin = Instant::now();
                let resident_bytes = memory(folder, *accounts, runtime)?;
                Took { resident_bytes, ..took(begin, 0) }
            }
            Self::ProbeStart { file } => {
                forget(file)?;
                let begin = Instant::now();
                let engine = Engine::open(file, 1, runtime)?;
                runtime.block_on(engine.ledger().is_ready())?;
                let balance = runtime.block_on(engine.ledger().balance(account_id(0)))?;
                ensure!(balance.version > 0, "the first account has entries");
                took(begin, 0)
            }
            Self::ProbeAudit { file } => {
                let begin = Instant::now();
                let report = ledger::audit::audit_sqlite(file, &mut |_| {})?;
                ensure!(report.is_clean(), "the audit found differences: {:?}", report.differences.first());
                took(begin, report.entries)
            }
        };
        println!("{}", serde_json::to_string(&took)?);
        Ok(())
    }
}

/// What is resident while more and more accounts are used. Before that, pairs on a few accounts fill everything else that a ledger keeps in
/// memory: SQLite's pages above all.
fn memory(folder: &Path, accounts: usize, runtime: &Handle) -> Result<Vec<u64>> {
    let engine = Engine::open(&folder.join("ledger.db"), accounts, runtime)?;
    engine.fund(0..ACCOUNTS_BEFORE)?;
    let mut pairs = Pairs::new(Chooser::new(Shape::Uniform, ACCOUNTS_BEFORE), 1);
    let now = engine.ledger().now();
    for _ in 0..PAIRS_BEFORE / PAIRS_AT_ONCE {
        let commands = std::iter::repeat_with(|| pairs.next_pair()).take(PAIRS_AT_ONCE);
        let commands =
            commands.map(|pair| commands_of(account_id(pair.account), &pair, now)).collect::<Result<Vec<_>>>()?;
        engine.execute_all(commands.into_iter().flatten().map(Ok))?;
    }
    let mut resident_bytes = vec![resident("VmRSS:")];
    let cached = CACHED_ACCOUNTS.min(accounts);
    for more in [ACCOUNTS_BEFORE..cached, cached..accounts] {
        engine.fund(more)?;
        resident_bytes.push(resident("VmRSS:"));
    }
    Ok(resident_bytes)
}

fn took(begin: Instant, entries: u64) -> Took {
    let seconds = begin.elapsed().as_secs_f64();
    Took { seconds, entries, resident_bytes: Vec::new(), resident_bytes_max: resident_bytes_max() }
}

/// The most memory that this process ever had.
pub fn resident_bytes_max() -> u64 {
    resident("VmHWM:")
}

/// A line of what the operating system says about this process's memory, in bytes.
fn resident(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kib = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
    kib.unwrap_or(0) * 1_024
}

/// Has the operating system forget what it read of a file.
fn forget(file: &Path) -> Result<()> {
    let file = fs::File::open(file)?;
    file.sync_all()?;
    rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed).context("the file is not forgotten")
}
