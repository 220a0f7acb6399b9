//! The stand-in's own clock: the one it was given, plus what it was advanced by.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// What time it is, in Unix seconds.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The machine's clock.
#[must_use]
pub fn system_clock() -> Now {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

/// A clock that shows `start_s`, in Unix seconds, and goes on from there as fast as the machine's.
#[must_use]
pub fn clock_from(start_s: i64) -> Now {
    let begun = Instant::now();
    Arc::new(move || start_s.saturating_add(i64::try_from(begun.elapsed().as_secs()).unwrap_or(i64::MAX)))
}

/// The clock that objects are dated by.
pub(crate) struct TestClock {
    real: Now,
    advanced_s: AtomicI64,
}

impl TestClock {
    pub(crate) fn new(real: Now) -> Self {
        Self { real, advanced_s: AtomicI64::new(0) }
    }

    /// The present moment of the stand-in, in Unix seconds.
    pub(crate) fn now_s(&self) -> i64 {
        self.real_s().saturating_add(self.advanced_s.load(Ordering::SeqCst))
    }

    /// The present moment of everybody else, in Unix seconds. Who checks a signature compares with it.
    pub(crate) fn real_s(&self) -> i64 {
        (self.real)()
    }

    /// Moves the stand-in ahead of everybody else. There is no way back.
    pub(crate) fn advance(&self, seconds: i64) {
        self.advanced_s.fetch_add(seconds.max(0), Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_ahead_of_the_clock_that_it_was_given_and_never_back() {
        let clock = TestClock::new(Arc::new(|| 1_000));
        clock.advance(60);
        clock.advance(-30);
        assert_eq!((clock.now_s(), clock.real_s()), (1_060, 1_000));
    }

    #[test]
    fn a_clock_starts_where_it_is_told_to() {
        let now_s = clock_from(5_000)();
        assert!((5_000..5_060).contains(&now_s));
    }
}
