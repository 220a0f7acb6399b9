//! A moment on the wire: RFC 3339, UTC, microseconds.
//!
//! Written by hand because the browser part carries it: a date library would cost more than the pill, the modal and the stream
//! together. A test compares it with one.

use serde::{Deserialize, Serialize};

/// A moment, written as `2026-11-22T17:00:00.000000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Time(pub credits::Timestamp);

const DAY_US: i64 = 86_400_000_000;

impl From<credits::Timestamp> for Time {
    fn from(timestamp: credits::Timestamp) -> Self {
        Self(timestamp)
    }
}

impl From<Time> for String {
    fn from(time: Time) -> Self {
        let micros = time.0.0;
        let (year, month, day) = civil_from_days(micros.div_euclid(DAY_US));
        let of_day = micros.rem_euclid(DAY_US);
        let (seconds, fraction) = (of_day / 1_000_000, of_day % 1_000_000);
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:06}Z")
    }
}

impl TryFrom<String> for Time {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        parse(&text)
            .map(|micros| Self(credits::Timestamp(micros)))
            .ok_or("a time must look like 2026-11-22T17:00:00.000000Z")
    }
}

/// Days since 1970-01-01 to year, month, day in the Gregorian calendar, after Howard Hinnant's `civil_from_days`: eras of 400 years,
/// each beginning on the first of March, so that the leap day is a year's last.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The inverse of [`civil_from_days`].
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn parse(text: &str) -> Option<i64> {
    let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
    let mut date = date.splitn(3, '-').map(digits);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut clock = clock.splitn(3, ':').map(digits);
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    let in_range = year <= 9_999 && (1..=12).contains(&month) && hour < 24 && minute < 60 && second < 60;
    let days = days_from_civil(year, month, day);
    // A day that its month does not have comes back as another date.
    if !in_range || civil_from_days(days) != (year, month, day) || fraction.len() > 6 {
        return None;
    }
    let micros = if fraction.is_empty() { 0 } else { digits(&format!("{fraction:0<6}"))? };
    Some(days * DAY_US + (hour * 3_600 + minute * 60 + second) * 1_000_000 + micros)
}

fn digits(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 6 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        None
    } else {
        text.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_writes_and_reads_what_a_date_library_does() {
        let mut micros = -2_000_000_000_000_000_i64;
        while micros < 200_000_000_000_000_000 {
            let ours = String::from(Time(credits::Timestamp(micros)));
            let theirs = jiff::Timestamp::from_microsecond(micros).unwrap();
            assert_eq!(ours, format!("{theirs:.6}"));
            assert_eq!(Time::try_from(ours), Ok(Time(credits::Timestamp(micros))));
            micros += 86_399_123_457_891;
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for bad in [
            "",
            "2026",
            "2026-02-30T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:0xZ",
        ] {
            assert!(Time::try_from(bad.to_owned()).is_err(), "{bad}");
        }
        assert!(Time::try_from("2026-02-28T23:59:59Z".to_owned()).is_ok());
    }
}
