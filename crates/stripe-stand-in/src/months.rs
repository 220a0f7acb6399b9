//! Months as plans are billed by: on the day on which they began, or on the last one of a month that has no such day.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// A month, in seconds, for moments that no calendar has.
const MONTH_S: i64 = 30 * 24 * 60 * 60;

/// The moment so many months after another, both in Unix seconds.
pub(crate) fn months_after(anchor_s: i64, months: i32) -> i64 {
    let later = Timestamp::from_second(anchor_s).ok().and_then(|anchor| {
        let span = Span::new().try_months(months).ok()?;
        anchor.to_zoned(TimeZone::UTC).checked_add(span).ok()
    });
    later.map_or_else(
        || anchor_s.saturating_add(MONTH_S.saturating_mul(i64::from(months))),
        |later| later.timestamp().as_second(),
    )
}

/// A moment as people read it.
pub(crate) fn shown(moment_s: i64) -> String {
    Timestamp::from_second(moment_s).map_or_else(|_| moment_s.to_string(), |moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, months: i32) -> String {
        shown(months_after(text.parse::<Timestamp>().unwrap().as_second(), months))
    }

    #[test]
    fn a_month_without_the_day_takes_its_last_and_the_next_one_the_day_again() {
        assert_eq!(after("2026-01-31T12:00:00Z", 1), "2026-02-28T12:00:00Z");
        assert_eq!(after("2026-01-31T12:00:00Z", 2), "2026-03-31T12:00:00Z");
        assert_eq!(after("2026-12-15T00:00:00Z", 1), "2027-01-15T00:00:00Z");
    }

    #[test]
    fn a_moment_outside_every_calendar_is_counted_in_seconds() {
        assert_eq!(months_after(i64::MAX - 1, 1), i64::MAX);
    }
}
