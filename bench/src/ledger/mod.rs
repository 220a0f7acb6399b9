//! The ledger against what a user would pick instead, and against the limits of the machine.

mod chart;
mod closed_loop;
mod contenders;
mod hello;
mod http;
mod limits;
mod moving;
mod size;
mod table;
mod targets;
mod versus;
mod workload;

use serde::Serialize;

pub use contenders::Kind;
pub use limits::{Limits, measure as measure_limits};
pub use moving::{Moving, measure as measure_moving};
pub use size::{FULL, Memory, Probe, Size, Sizes, TENTH, measure as measure_sizes, measure_memory};
pub use versus::{CALLERS, Plan, Versus, measure as measure_versus};
pub use workload::Shape;

use crate::report::Circumstances;

/// Everything that was measured. What was not asked for is absent.
#[derive(Clone, Debug, Serialize)]
pub struct LedgerResult {
    /// Where and when.
    pub circumstances: Circumstances,
    /// How long each cell was measured each time.
    pub seconds_a_cell: f64,
    /// What the machine allows.
    pub limits: Option<Limits>,
    /// Ours and the peers.
    pub versus: Option<Versus>,
    /// What an account takes in memory.
    pub memory: Option<Memory>,
    /// Large ledgers.
    pub sizes: Option<Sizes>,
    /// A large ledger on its way.
    pub moving: Option<Moving>,
}
