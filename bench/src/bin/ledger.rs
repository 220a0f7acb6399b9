//! Measures the ledger against what a user would pick instead, keeps the figures, and puts their tables into `bench/README.md`.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use bench::ledger::{
    CALLERS, FULL, Kind, LedgerResult, Plan, Probe, Shape, TENTH, measure_limits, measure_memory, measure_moving,
    measure_sizes, measure_versus,
};
use bench::report::{self, Circumstances};
use clap::{Parser, ValueEnum};
use tokio::runtime::Handle;

/// Measures the ledger.
#[derive(Parser)]
struct Arguments {
    /// For how long a cell is measured each time.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// For how long callers call before anything counts.
    #[arg(long, default_value_t = 1.0)]
    warm_up_seconds: f64,
    /// Measure only these parts, print them and keep nothing.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// Measure only these contenders, and keep nothing.
    #[arg(long, value_delimiter = ',')]
    contenders: Vec<Kind>,
    /// Measure only on accounts that are chosen so, and keep nothing.
    #[arg(long, value_delimiter = ',')]
    shapes: Vec<Shape>,
    /// Measure only with so many callers, and keep nothing.
    #[arg(long, value_delimiter = ',')]
    callers: Vec<usize>,
    /// Ledgers of up to 1,000,000 accounts and 10,000,000 entries; otherwise of a tenth of that.
    #[arg(long)]
    full: bool,
    /// Where the ledgers are written: on the disk that is meant.
    #[arg(long, default_value_os_t = std::env::temp_dir())]
    folder: PathBuf,
    #[command(subcommand)]
    probe: Option<Probe>,
}

/// One thing of many.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// What the machine allows.
    Limits,
    /// Ours and the peers.
    Versus,
    /// Memory an account.
    Memory,
    /// Large ledgers: rate, start, audit.
    Sizes,
    /// From a file into PostgreSQL and back.
    Moving,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if let Some(probe) = &arguments.probe {
        return probe.run(runtime.handle());
    }
    let result = arguments.measure(runtime.handle())?;
    let table = result.table();
    println!("{table}");
    if !arguments.is_everything() {
        return Ok(());
    }
    report::keep("ledger", &result, &table)?;
    result.draw(&report::folder().join("ledger.svg"))
}

impl Arguments {
    fn is_everything(&self) -> bool {
        self.only.is_empty() && self.contenders.is_empty() && self.shapes.is_empty() && self.callers.is_empty()
    }

    fn has(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    fn measure(&self, runtime: &Handle) -> Result<LedgerResult> {
        let duration = Duration::try_from_secs_f64(self.seconds)?;
        let sizes = if self.full { FULL } else { TENTH };
        let accounts = sizes.iter().map(|size| size.accounts).max().unwrap_or(0);
        let (folder, plan) = (&self.folder, self.plan(duration)?);
        Ok(LedgerResult {
            circumstances: Circumstances::now(),
            seconds_a_cell: self.seconds,
            limits: self.has(Part::Limits).then(|| measure_limits(folder, duration, runtime)).transpose()?,
            versus: self.has(Part::Versus).then(|| measure_versus(&plan, folder, runtime)).transpose()?,
            memory: self.has(Part::Memory).then(|| measure_memory(folder, accounts)).transpose()?,
            sizes: self.has(Part::Sizes).then(|| measure_sizes(folder, &sizes, duration, runtime)).transpose()?,
            // Of each scale the one with fewest accounts.
            moving: self.has(Part::Moving).then(|| measure_moving(folder, sizes[0])).transpose()?.flatten(),
        })
    }

    fn plan(&self, duration: Duration) -> Result<Plan> {
        Ok(Plan {
            contenders: or_all(&self.contenders, &Kind::ALL),
            shapes: or_all(&self.shapes, &Shape::ALL),
            callers: or_all(&self.callers, &CALLERS),
            duration,
            warm_up: Duration::try_from_secs_f64(self.warm_up_seconds)?,
        })
    }
}

fn or_all<T: Copy>(some: &[T], all: &[T]) -> Vec<T> {
    if some.is_empty() { all.to_vec() } else { some.to_vec() }
}
