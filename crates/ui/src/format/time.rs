//! Moments as people read them: how long ago.

use credits::Timestamp;
use credits::words::{fill, grouped};

use super::messages;

const SECOND_US: i64 = 1_000_000;
const MINUTE_US: i64 = 60 * SECOND_US;
const HOUR_US: i64 = 60 * MINUTE_US;
const DAY_US: i64 = 24 * HOUR_US;

/// How long ago something was: `just now`, `2 min`, `1 h`, `3 d`. What lies ahead of `now` is `just now`, because clocks differ.
#[must_use]
pub fn ago(now: Timestamp, then: Timestamp) -> String {
    let passed = now.0.saturating_sub(then.0);
    let (words, unit) = if passed < MINUTE_US {
        return messages::JUST_NOW.to_owned();
    } else if passed < HOUR_US {
        (messages::MINUTES, MINUTE_US)
    } else if passed < DAY_US {
        (messages::HOURS, HOUR_US)
    } else {
        (messages::DAYS, DAY_US)
    };
    fill(words, &[("number", &grouped(passed / unit))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_is_told_in_its_largest_unit() {
        let now = Timestamp(1_000 * DAY_US);
        for (seconds, text) in [
            (0, "just now"),
            (-5, "just now"),
            (59, "just now"),
            (60, "1 min"),
            (720, "12 min"),
            (3_599, "59 min"),
            (3_600, "1 h"),
            (86_399, "23 h"),
            (259_200, "3 d"),
        ] {
            assert_eq!(ago(now, Timestamp(now.0 - seconds * SECOND_US)), text, "{seconds} seconds");
        }
    }
}
