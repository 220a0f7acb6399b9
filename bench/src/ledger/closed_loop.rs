//! The closed loop: so many callers, each of whom begins the next pair when the one before has ended.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use hdrhistogram::Histogram;
use parking_lot::Mutex;
use tokio::task::JoinSet;

use super::workload::{Chooser, Pair, Pairs};

/// What is measured once.
#[derive(Clone)]
pub struct Cell {
    /// How accounts are chosen.
    pub chooser: Chooser,
    /// How many callers there are.
    pub callers: usize,
    /// How long they call before anything counts.
    pub warm_up: Duration,
    /// How long they are measured.
    pub duration: Duration,
    /// Where their random numbers begin.
    pub seed: u64,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Holds and their ends together.
    pub operations_per_second: f64,
    /// From the beginning of a hold to the answer to its end, in microseconds.
    pub pair_us: Histogram<u64>,
    /// From asking to the answer, in microseconds; empty where it cannot be seen from outside.
    pub operation_us: Histogram<u64>,
}

/// One who calls, and waits for each answer.
pub trait Caller: Send + 'static {
    /// How many pairs it really does when it is asked for one.
    const PAIRS_AT_ONCE: usize = 1;

    /// Holds credits.
    fn hold(&mut self, pair: &Pair) -> impl Future<Output = Result<()>> + Send;

    /// Settles or releases the hold, as the pair says.
    fn end(&mut self, pair: &Pair) -> impl Future<Output = Result<()>> + Send;
}

/// A histogram of times in microseconds, to three digits.
///
/// # Errors
/// Never with these digits.
pub fn histogram() -> Result<Histogram<u64>> {
    Histogram::new(3).context("a histogram of three digits")
}

/// Times of all callers together: a few histograms, so that callers seldom wait for each other.
struct Times(Vec<Mutex<(Histogram<u64>, Histogram<u64>)>>);

/// How many histograms there are.
const SHARDS: usize = 8;

impl Times {
    fn new() -> Result<Self> {
        let shard = |_| Ok(Mutex::new((histogram()?, histogram()?)));
        Ok(Self((0..SHARDS).map(shard).collect::<Result<_>>()?))
    }

    fn record(&self, caller: usize, [hold, end]: [Duration; 2]) -> Result<()> {
        let Some(shard) = self.0.get(caller % SHARDS) else { return Ok(()) };
        let (pairs, operations) = &mut *shard.lock();
        pairs.record(microseconds(hold + end))?;
        operations.record(microseconds(hold))?;
        Ok(operations.record(microseconds(end))?)
    }

    fn all(&self) -> Result<(Histogram<u64>, Histogram<u64>)> {
        let (mut pairs, mut operations) = (histogram()?, histogram()?);
        for shard in &self.0 {
            let shard = shard.lock();
            pairs.add(&shard.0)?;
            operations.add(&shard.1)?;
        }
        Ok((pairs, operations))
    }
}

fn microseconds(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// Lets the callers call. Whatever one of them is refused ends the measurement: nothing here may be refused.
///
/// # Errors
/// What a caller met.
pub async fn run<C: Caller>(callers: Vec<C>, cell: &Cell) -> Result<Measured> {
    let times = Arc::new(Times::new()?);
    let operations = Arc::new(AtomicU64::new(0));
    let begin = Instant::now() + cell.warm_up;
    let end = begin + cell.duration;
    let mut tasks: JoinSet<Result<()>> = JoinSet::new();
    for (number, mut caller) in callers.into_iter().enumerate() {
        let mut pairs = Pairs::new(cell.chooser.clone(), cell.seed.wrapping_mul(1_000_003).wrapping_add(number as u64));
        let (times, operations) = (Arc::clone(&times), Arc::clone(&operations));
        tasks.spawn(async move {
            loop {
                let pair = pairs.next_pair();
                let asked = Instant::now();
                if asked >= end {
                    return Ok(());
                }
                caller.hold(&pair).await?;
                let held = Instant::now();
                caller.end(&pair).await?;
                let ended = Instant::now();
                let within = |moment: &Instant| (begin..end).contains(moment);
                let counted = [held, ended].iter().filter(|moment| within(moment)).count();
                operations.fetch_add((counted * C::PAIRS_AT_ONCE) as u64, Ordering::Relaxed);
                if within(&asked) {
                    times.record(number, [held - asked, ended - held])?;
                }
            }
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.context("a caller panicked")??;
    }
    let (pair_us, operation_us) = times.all()?;
    let operations_per_second = operations.load(Ordering::Relaxed) as f64 / cell.duration.as_secs_f64();
    Ok(Measured { operations_per_second, pair_us, operation_us })
}
