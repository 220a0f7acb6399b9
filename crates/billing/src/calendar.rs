//! Months, as people pay for them.

use std::time::Duration;

use credits::Timestamp;
use jiff::ToSpan;
use jiff::tz::TimeZone;

/// The longest month, for a moment that no calendar reaches.
const LONGEST_MONTH: Duration = Duration::from_secs(31 * 24 * 60 * 60);

/// The same time of day a calendar month later, in UTC; on the last day of a month that has no such day.
pub(crate) fn month_after(at: Timestamp) -> Timestamp {
    let later = jiff::Timestamp::from_microsecond(at.0)
        .and_then(|at| at.to_zoned(TimeZone::UTC).checked_add(1.month()))
        .map(|later| Timestamp(later.timestamp().as_microsecond()));
    later.unwrap_or_else(|_| at.after(LONGEST_MONTH))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
    }

    #[test]
    fn a_month_is_a_calendar_month() {
        let rows = [
            ("2026-01-15T08:30:00Z", "2026-02-15T08:30:00Z"),
            ("2026-01-31T23:59:59Z", "2026-02-28T23:59:59Z"),
            ("2028-01-31T00:00:00Z", "2028-02-29T00:00:00Z"),
            ("2026-12-31T12:00:00Z", "2027-01-31T12:00:00Z"),
        ];
        for (bought, ends) in rows {
            assert_eq!(month_after(at(bought)), at(ends), "{bought}");
        }
    }

    #[test]
    fn a_month_from_the_end_of_time_does_not_wrap() {
        assert_eq!(month_after(Timestamp(i64::MAX)), Timestamp(i64::MAX));
    }
}
