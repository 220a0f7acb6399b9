//! Seed after seed, until the time is over or one of them fails.

use std::time::{Duration, Instant};

use crate::disk::Kind;
use crate::draw::plan;
use crate::oracle::{Difference, Mistake};
use crate::plan::{Step, as_test};
use crate::run::run;
use crate::shrink::shrink;
use crate::tally::Tally;

/// A plan that failed.
#[derive(Debug)]
pub struct Failure {
    /// From which it follows.
    pub seed: u64,
    /// What is left of it that still fails.
    pub steps: Vec<Step>,
    /// What that does wrong.
    pub difference: Difference,
    /// As a test, to be pasted among the reproductions.
    pub test: String,
}

/// Runs the plans of the seeds from the first on over one store, until the time is over.
///
/// # Errors
/// The first that fails, shrunk.
pub fn soak(kind: Kind, first: u64, lasts: Duration, tally: &mut Tally) -> Result<(), Box<Failure>> {
    let started = Instant::now();
    for seed in (0..).map(|place| first.wrapping_add(place)) {
        try_seed(kind, seed, Mistake::None, tally)?;
        if started.elapsed() >= lasts {
            break;
        }
    }
    Ok(())
}

/// Runs the plan of one seed.
///
/// # Errors
/// When it fails, shrunk.
pub fn try_seed(kind: Kind, seed: u64, mistake: Mistake, tally: &mut Tally) -> Result<(), Box<Failure>> {
    let steps = plan(seed);
    run(kind, &steps, mistake, tally).map_err(|first| Box::new(failure(kind, seed, &steps, mistake, first)))
}

fn failure(kind: Kind, seed: u64, steps: &[Step], mistake: Mistake, first: Difference) -> Failure {
    // Callers at once are not decided in the same order each time: what fails sometimes gets three chances.
    let fails = |steps: &[Step]| (0..3).find_map(|_| run(kind, steps, mistake, &mut Tally::default()).err());
    let steps = shrink(steps, |steps| fails(steps).is_some());
    let difference = fails(&steps).unwrap_or(first);
    let test = as_test(&format!("found_with_seed_{seed}"), &format!("{kind:?}"), &steps);
    Failure { seed, steps, difference, test }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { seed, difference: Difference(why), test, .. } = self;
        write!(formatter, "seed {seed} fails: {why}\n\nfor sim/tests/reproductions.rs:\n\n{test}")
    }
}
