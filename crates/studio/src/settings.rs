//! What a studio is made of, and the few numbers that an operator may turn.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use credits::Catalog;
use ledger::Database;
use ledger::{Clock, Ids, Ledger};

use crate::generators::Generator;

/// How many leases a hold lives beyond the moment of a heartbeat. A runner is lost after one lease; the others give a restart the
/// time to find the work again before its credits return by themselves.
const LEASES_PER_HOLD: u32 = 4;

/// The fewest heartbeats that fit into a lease: a runner may miss two and is not taken for lost.
const HEARTBEATS_PER_LEASE: u32 = 3;

/// Everything that a studio works with.
pub struct StudioParts {
    /// Who has how many credits.
    pub ledger: Ledger,
    /// Where generations are recorded.
    pub database: Database,
    /// What things cost.
    pub catalog: Arc<Catalog>,
    /// What makes the files.
    pub generator: Arc<dyn Generator>,
    /// Where the files are kept.
    pub assets_directory: PathBuf,
    /// The time.
    pub clock: Clock,
    /// Ids and seeds.
    pub ids: Ids,
    /// The numbers.
    pub settings: StudioSettings,
}

/// The numbers that an operator may turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StudioSettings {
    /// How many generations run at once.
    pub runners: usize,
    /// How long a runner may be silent before its work is given to another. Counted as at least three heartbeats.
    pub lease: Duration,
    /// How often a runner says that it is still at work.
    pub heartbeat: Duration,
    /// How many runners may be lost over one generation before it fails.
    pub attempts_max: u32,
}

impl Default for StudioSettings {
    fn default() -> Self {
        Self { runners: 2, lease: Duration::from_secs(30), heartbeat: Duration::from_secs(10), attempts_max: 3 }
    }
}

impl StudioSettings {
    /// The settings with every number lifted to the least that works, so that no wrong number can stop a runner.
    pub(crate) fn bounded(self) -> Self {
        let heartbeat = self.heartbeat.max(Duration::from_millis(1));
        let lease = self.lease.max(heartbeat.saturating_mul(HEARTBEATS_PER_LEASE));
        Self { runners: self.runners.max(1), lease, heartbeat, attempts_max: self.attempts_max.max(1) }
    }

    /// How long a hold lives beyond the moment in which it is made or extended.
    pub(crate) fn hold_for(&self) -> Duration {
        self.lease.saturating_mul(LEASES_PER_HOLD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_is_at_least_three_heartbeats_and_a_hold_outlives_it() {
        let narrow = StudioSettings {
            runners: 0,
            lease: Duration::from_secs(1),
            heartbeat: Duration::from_secs(10),
            attempts_max: 0,
        };
        let bounded = narrow.bounded();
        assert_eq!((bounded.runners, bounded.attempts_max), (1, 1));
        assert_eq!(bounded.lease, Duration::from_secs(30));
        assert!(bounded.hold_for() >= bounded.lease + bounded.heartbeat * 3);
        assert_eq!(StudioSettings::default().bounded(), StudioSettings::default());
    }
}
