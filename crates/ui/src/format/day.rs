//! Days as people read them.

use wire::Time;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The day of a moment, in UTC: `22 Nov 2026`.
#[must_use]
pub fn day(time: Time) -> String {
    let text = String::from(time);
    let mut parts = text.get(..10).unwrap_or_default().splitn(3, '-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|month| month.parse::<usize>().ok()).and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => format!("{} {month} {year}", day.trim_start_matches('0')),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_out() {
        let time = Time::try_from("2026-11-02T17:00:00.000000Z".to_owned()).unwrap();
        assert_eq!(day(time), "2 Nov 2026");
    }
}
