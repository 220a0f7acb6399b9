//! The ledger's own time: the clock's, except that it never goes backwards.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use credits::Timestamp;

use crate::Clock;

/// A clock with the moment of the last batch, shared by the writer and whoever asks what time it is in the ledger.
#[derive(Debug, Clone)]
pub(crate) struct Moments {
    clock: Clock,
    /// Microseconds since 1970; the earliest moment there is before the first batch.
    last_batch: Arc<AtomicI64>,
}

impl Moments {
    /// Goes on from the last batch that was written.
    pub fn new(clock: Clock, last_batch: Option<Timestamp>) -> Self {
        Self { clock, last_batch: Arc::new(AtomicI64::new(last_batch.map_or(i64::MIN, |at| at.0))) }
    }

    /// The present moment, or that of the last batch when the clock shows an earlier one.
    pub fn now(&self) -> Timestamp {
        self.clock.now().max(Timestamp(self.last_batch.load(Ordering::Acquire)))
    }

    /// A batch was given this moment: no later one is given an earlier one.
    pub fn passed(&self, at: Timestamp) {
        self.last_batch.fetch_max(at.0, Ordering::AcqRel);
    }

    /// The clock itself.
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }
}
