//! How long a reader waits before it opens the next stream.

use std::time::Duration;

/// Short enough that a screen is hardly behind, and long enough that a server which has just started is not run over.
const PAUSE_MS_MIN: u64 = 1_000;
/// Screens say after three seconds that they are reconnecting: whoever comes back at the first try is back by then.
const PAUSE_MS_MAX: u64 = 2_000;

/// The pause that a random number stands for. All streams of a server end in the same moment, when it stops: readers that wait
/// differently long do not come back in one.
pub(super) fn pause(random: u64) -> Duration {
    Duration::from_millis(PAUSE_MS_MIN + random % (PAUSE_MS_MAX - PAUSE_MS_MIN + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pause_is_within_its_bounds_and_both_bounds_are_reached() {
        for (random, pause_ms) in [(0, 1_000), (1, 1_001), (1_000, 2_000), (1_001, 1_000)] {
            assert_eq!(pause(random), Duration::from_millis(pause_ms), "{random}");
        }
    }
}
