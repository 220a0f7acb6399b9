//! A moment, given from outside: no rule reads a clock.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This moment and a while later; the latest moment there is when that lies beyond it.
    #[must_use]
    pub fn after(self, while_: Duration) -> Self {
        let micros = i64::try_from(while_.as_micros()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(micros))
    }

    /// This moment and a while earlier; the earliest moment there is when that lies before it.
    #[must_use]
    pub fn before(self, while_: Duration) -> Self {
        let micros = i64::try_from(while_.as_micros()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(micros))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_while_later_and_earlier_meet_again_and_never_wrap() {
        let noon = Timestamp(1_000_000);
        assert_eq!(noon.after(Duration::from_secs(2)), Timestamp(3_000_000));
        assert_eq!(noon.after(Duration::from_secs(2)).before(Duration::from_secs(2)), noon);
        assert_eq!(noon.after(Duration::MAX), Timestamp(i64::MAX));
        assert_eq!(Timestamp(i64::MIN).before(Duration::from_secs(1)), Timestamp(i64::MIN));
    }
}
