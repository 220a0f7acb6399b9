//! Ours against the peers: every cell is run by each of them in turn, three times over.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;
use tokio::runtime::Handle;

use super::closed_loop::{Cell, Measured};
use super::contenders::Kind;
use super::workload::{ACCOUNTS, Chooser, Shape};
use crate::figures::Spread;

/// How often each cell is run by each contender.
pub const ROUNDS: u64 = 3;

/// How many callers there are in the cells.
pub const CALLERS: [usize; 4] = [1, 8, 64, 512];

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// By whom.
    pub contenders: Vec<Kind>,
    /// On which accounts.
    pub shapes: Vec<Shape>,
    /// By how many callers.
    pub callers: Vec<usize>,
    /// For how long each time.
    pub duration: Duration,
    /// For how long before that.
    pub warm_up: Duration,
}

/// All that came of it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Versus {
    /// The versions of those who ran.
    pub versions: BTreeMap<Kind, String>,
    /// Those who could not, and why.
    pub missing: BTreeMap<Kind, String>,
    /// Every cell.
    pub cells: Vec<CellResult>,
    /// What each ledger's audit said after each shape.
    pub audits: Vec<Audit>,
}

/// What one contender did in one cell.
#[derive(Clone, Debug, Serialize)]
pub struct CellResult {
    /// Who.
    pub contender: Kind,
    /// On which accounts.
    pub shape: Shape,
    /// With how many callers.
    pub callers: usize,
    /// Holds and their ends together.
    pub operations_per_second: Spread,
    /// Of one pair.
    pub pair_p50_ms: Spread,
    /// Of one pair.
    pub pair_p99_ms: Spread,
    /// Of one operation; nothing where it cannot be seen from outside.
    pub operation_p50_ms: Option<Spread>,
    /// Of one operation; nothing where it cannot be seen from outside.
    pub operation_p99_ms: Option<Spread>,
}

/// What a ledger's audit said.
#[derive(Clone, Debug, Serialize)]
pub struct Audit {
    /// Whose.
    pub contender: Kind,
    /// After which shape.
    pub shape: Shape,
    /// In a sentence.
    pub sentence: String,
}

impl Versus {
    /// What a contender did in a cell.
    #[must_use]
    pub fn find(&self, contender: Kind, shape: Shape, callers: usize) -> Option<&CellResult> {
        self.cells.iter().find(|cell| (cell.contender, cell.shape, cell.callers) == (contender, shape, callers))
    }

    /// The median rate of a contender in a cell.
    #[must_use]
    pub fn rate(&self, contender: Kind, shape: Shape, callers: usize) -> Option<f64> {
        self.find(contender, shape, callers).map(|cell| cell.operations_per_second.median)
    }
}

/// Runs everything that is planned, and says on the way what came of it.
///
/// # Errors
/// When a contender fails, or its ledger does not add up.
pub fn measure(plan: &Plan, folder: &Path, runtime: &Handle) -> Result<Versus> {
    let mut versus = Versus::default();
    for kind in &plan.contenders {
        if let Some(why) = kind.is_missing() {
            eprintln!("{} is left out: {why}", kind.as_str());
            versus.missing.insert(*kind, why);
        }
    }
    for shape in &plan.shapes {
        measure_shape(plan, *shape, folder, runtime, &mut versus)?;
    }
    Ok(versus)
}

/// All contenders begin anew with each shape, so that none is measured over more rows than it wrote in this shape.
fn measure_shape(plan: &Plan, shape: Shape, folder: &Path, runtime: &Handle, versus: &mut Versus) -> Result<()> {
    let mut contenders = Vec::new();
    let present = plan.contenders.iter().filter(|kind| !versus.missing.contains_key(kind));
    for kind in present {
        let own = tempfile::Builder::new().prefix("farebox-bench-").tempdir_in(folder)?;
        let contender = kind.open(own.path(), ACCOUNTS, runtime).with_context(|| kind.as_str())?;
        contenders.push((*kind, contender, own));
    }
    for (kind, contender, _) in &contenders {
        versus.versions.insert(*kind, contender.version());
    }
    for callers in &plan.callers {
        let mut runs: BTreeMap<Kind, Vec<Measured>> = BTreeMap::new();
        for round in 0..ROUNDS {
            for (kind, contender, _) in &mut contenders {
                let cell = Cell {
                    chooser: Chooser::new(shape, ACCOUNTS),
                    callers: *callers,
                    warm_up: plan.warm_up,
                    duration: plan.duration,
                    seed: round + 1,
                };
                runs.entry(*kind).or_default().push(contender.run(&cell).with_context(|| kind.as_str())?);
            }
        }
        for (kind, runs) in runs {
            let cell = summed_up(kind, shape, *callers, &runs).context("a cell was run no time")?;
            eprintln!(
                "{kind:?}, {}, {callers} callers: {}, pair p99 {}",
                shape.as_str(),
                cell.operations_per_second.shown("/s", 0),
                cell.pair_p99_ms.shown(" ms", 2)
            );
            versus.cells.push(cell);
        }
    }
    for (contender, ledger, _) in &mut contenders {
        let sentence = ledger.audit().with_context(|| contender.as_str())?;
        eprintln!("{contender:?}, {}: {sentence}", shape.as_str());
        versus.audits.push(Audit { contender: *contender, shape, sentence });
    }
    Ok(())
}

fn summed_up(contender: Kind, shape: Shape, callers: usize, runs: &[Measured]) -> Option<CellResult> {
    let milliseconds = |us: u64| us as f64 / 1_000.0;
    let of_pairs =
        |quantile: f64| Spread::of(runs.iter().map(|run| milliseconds(run.pair_us.value_at_quantile(quantile))));
    let seen = || runs.iter().filter(|run| !run.operation_us.is_empty());
    let of_operations =
        |quantile: f64| Spread::of(seen().map(|run| milliseconds(run.operation_us.value_at_quantile(quantile))));
    Some(CellResult {
        contender,
        shape,
        callers,
        operations_per_second: Spread::of(runs.iter().map(|run| run.operations_per_second))?,
        pair_p50_ms: of_pairs(0.5)?,
        pair_p99_ms: of_pairs(0.99)?,
        operation_p50_ms: of_operations(0.5),
        operation_p99_ms: of_operations(0.99),
    })
}
