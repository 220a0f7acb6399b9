//! Whether size matters: memory an account, start, audit, and the rate over large ledgers.

mod build;
mod probe;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use tokio::runtime::Handle;

pub use probe::Probe;
pub(super) use probe::resident_bytes_max;

use super::closed_loop::Cell;
use super::contenders::{Contender, Engine};
use super::versus::ROUNDS;
use super::workload::{Chooser, Shape};
use crate::figures::Spread;

/// How many callers there are when the rate is measured.
const CALLERS: usize = 512;

/// As many accounts as the ledger keeps in memory; see `CACHED_ACCOUNTS_MAX`.
const CACHED_ACCOUNTS: usize = 114_688;

/// A ledger's size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Size {
    /// How many accounts it has.
    pub accounts: usize,
    /// How many entries they have in all.
    pub entries: usize,
}

/// The sizes that the targets speak of; the last one is also started and audited.
pub const FULL: [Size; 4] = [
    Size { accounts: 10_000, entries: 1_000_000 },
    Size { accounts: 100_000, entries: 1_000_000 },
    Size { accounts: 100_000, entries: 10_000_000 },
    Size { accounts: 1_000_000, entries: 10_000_000 },
];

/// A tenth of them, for whoever is in a hurry.
pub const TENTH: [Size; 4] = [
    Size { accounts: 1_000, entries: 100_000 },
    Size { accounts: 10_000, entries: 100_000 },
    Size { accounts: 10_000, entries: 1_000_000 },
    Size { accounts: 100_000, entries: 1_000_000 },
];

/// What the cached accounts take.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Memory {
    /// How many accounts were used.
    pub accounts: usize,
    /// Resident after many pairs on a few accounts.
    pub resident_bytes_before: u64,
    /// Resident after as many accounts as are kept in memory.
    pub resident_bytes_cached: u64,
    /// Resident after all.
    pub resident_bytes_after: u64,
}

impl Memory {
    /// For each account that can be in memory.
    #[must_use]
    pub fn bytes_an_account(&self) -> f64 {
        let grown =
            self.resident_bytes_after.max(self.resident_bytes_cached).saturating_sub(self.resident_bytes_before);
        grown as f64 / CACHED_ACCOUNTS.min(self.accounts) as f64
    }
}

/// What came of one size.
#[derive(Clone, Debug, Serialize)]
pub struct Sized {
    /// Which.
    pub size: Size,
    /// The file's.
    pub file_bytes: u64,
    /// How long it took to make it.
    pub build_seconds: f64,
    /// Holds and their ends together, on accounts chosen uniformly.
    pub operations_per_second: Spread,
}

/// What came of the largest.
#[derive(Clone, Debug, Serialize)]
pub struct Largest {
    /// Which.
    pub size: Size,
    /// From nothing to ready, with nothing of the file in the operating system's memory.
    pub start_seconds: Spread,
    /// Entries that an audit adds up.
    pub audit_entries_per_second: Spread,
    /// The most memory that an audit's process had.
    pub audit_resident_bytes_max: u64,
}

/// What came of all sizes.
#[derive(Clone, Debug, Serialize)]
pub struct Sizes {
    /// Every one.
    pub growth: Vec<Sized>,
    /// The last one.
    pub largest: Option<Largest>,
}

impl Sizes {
    /// The slowest rate of all sizes, as a part of the fastest.
    #[must_use]
    pub fn flatness(&self) -> Option<f64> {
        let rates = Spread::of(self.growth.iter().map(|sized| sized.operations_per_second.median))?;
        Some(rates.min / rates.max)
    }
}

/// Measures memory over so many accounts.
///
/// # Errors
/// When the ledger cannot be written.
pub fn measure_memory(folder: &Path, accounts: usize) -> Result<Memory> {
    let own = tempfile::Builder::new().prefix("farebox-bench-").tempdir_in(folder)?;
    let own_path = own.path().to_str().context("the folder's name is no text")?;
    let took = Probe::in_process_of_its_own(&["probe-memory", own_path, &accounts.to_string()])?;
    let [resident_bytes_before, resident_bytes_cached, resident_bytes_after] = took.resident_bytes[..] else {
        bail!("the probe of memory printed something else")
    };
    Ok(Memory { accounts, resident_bytes_before, resident_bytes_cached, resident_bytes_after })
}

/// Measures a ledger of each size.
///
/// # Errors
/// When one cannot be made, started or audited.
pub fn measure(folder: &Path, sizes: &[Size], duration: Duration, runtime: &Handle) -> Result<Sizes> {
    let mut result = Sizes { growth: Vec::new(), largest: None };
    for (number, size) in sizes.iter().enumerate() {
        let own = tempfile::Builder::new().prefix("farebox-bench-").tempdir_in(folder)?;
        let file = own.path().join("ledger.db");
        let file_name = file.to_str().context("the folder's name is no text")?;
        let (accounts, entries) = (size.accounts.to_string(), size.entries.to_string());
        let built = Probe::in_process_of_its_own(&["probe-build", file_name, &accounts, &entries])?;
        let file_bytes = std::fs::metadata(&file)?.len();
        if number + 1 == sizes.len() {
            result.largest = Some(measure_largest(*size, file_name)?);
        }
        let operations_per_second = rate(&file, size.accounts, duration, runtime)?;
        eprintln!("{size:?}: {}", operations_per_second.shown("/s", 0));
        result.growth.push(Sized { size: *size, file_bytes, build_seconds: built.seconds, operations_per_second });
    }
    Ok(result)
}

fn measure_largest(size: Size, file: &str) -> Result<Largest> {
    let (mut starts, mut audits) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        starts.push(Probe::in_process_of_its_own(&["probe-start", file])?);
        audits.push(Probe::in_process_of_its_own(&["probe-audit", file])?);
    }
    let largest = Largest {
        size,
        start_seconds: Spread::of(starts.iter().map(|took| took.seconds)).context("no rounds")?,
        audit_entries_per_second: Spread::of(audits.iter().map(|took| took.entries as f64 / took.seconds))
            .context("no rounds")?,
        audit_resident_bytes_max: audits.iter().map(|took| took.resident_bytes_max).max().unwrap_or(0),
    };
    eprintln!("{largest:?}");
    Ok(largest)
}

fn rate(file: &Path, accounts: usize, duration: Duration, runtime: &Handle) -> Result<Spread> {
    let mut engine = Engine::open(file, accounts, runtime)?;
    let mut rates = Vec::new();
    for round in 0..ROUNDS {
        let chooser = Chooser::new(Shape::Uniform, accounts);
        let cell = Cell { chooser, callers: CALLERS, warm_up: duration / 2, duration, seed: round + 1 };
        rates.push(engine.run(&cell)?.operations_per_second);
    }
    Spread::of(rates).context("no rounds")
}
