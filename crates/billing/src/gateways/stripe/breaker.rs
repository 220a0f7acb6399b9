//! A circuit breaker: after several calls in a row that did not get through, nobody waits for another one for a while.

use std::time::Duration;

use credits::Timestamp;

/// After so many failures in a row the circuit opens.
const FAILURES_MAX: u32 = 5;

/// How long it stays open; then one call is let through to see.
const OPEN_FOR: Duration = Duration::from_secs(15);

/// Whether calls are let through at present.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: u32,
    open_until: Option<Timestamp>,
}

impl Breaker {
    /// Whether a call may be made now. When the circuit has been open for its time, one caller may, and the others wait for how that ends.
    pub fn lets_through(&mut self, now: Timestamp) -> bool {
        match self.open_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                self.open_until = Some(now.after(OPEN_FOR));
                true
            }
        }
    }

    /// A call got an answer, whichever.
    pub const fn succeeded(&mut self) {
        self.failures = 0;
        self.open_until = None;
    }

    /// A call got none.
    pub fn failed(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FAILURES_MAX {
            self.open_until = Some(now.after(OPEN_FOR));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_after_failures_in_a_row_and_lets_one_call_see_whether_it_is_over() {
        let mut breaker = Breaker::default();
        let start = Timestamp(0);
        for _ in 0..FAILURES_MAX {
            assert!(breaker.lets_through(start));
            breaker.failed(start);
        }
        assert!(!breaker.lets_through(start));
        let later = start.after(OPEN_FOR);
        assert!(breaker.lets_through(later), "one call may see");
        assert!(!breaker.lets_through(later), "and only one");
        breaker.failed(later);
        assert!(!breaker.lets_through(later.after(OPEN_FOR / 2)));
        assert!(breaker.lets_through(later.after(OPEN_FOR)));
        breaker.succeeded();
        assert!(breaker.lets_through(later) && breaker.lets_through(later));
    }

    #[test]
    fn a_failure_now_and_then_opens_nothing() {
        let mut breaker = Breaker::default();
        for _ in 0..100 {
            breaker.failed(Timestamp(0));
            assert!(breaker.lets_through(Timestamp(0)));
            breaker.succeeded();
        }
    }
}
