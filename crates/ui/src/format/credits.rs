//! Amounts of credits as people read them.

use credits::Credits;
pub use credits::words::{CREDITS, grouped, in_words, word};

/// As short as a narrow place needs: `9,999` is `9999`, five and more digits become `12.4k`, seven and more `1.2M`.
///
/// Cut, never rounded up: a person is not shown credits that are not there.
#[must_use]
pub fn short(credits: Credits) -> String {
    let value = credits.get();
    let (unit, suffix) = match value.unsigned_abs() {
        0..=9_999 => return value.to_string(),
        10_000..=999_999 => (1_000, 'k'),
        _ => (1_000_000, 'M'),
    };
    let (whole, tenth) = (value / unit, (value % unit).abs() * 10 / unit);
    if tenth == 0 || whole.abs() >= 100 {
        format!("{}{suffix}", grouped(whole))
    } else {
        format!("{whole}.{tenth}{suffix}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits(value: i64) -> Credits {
        Credits::new(value).unwrap()
    }

    #[test]
    fn five_and_more_digits_are_shortened_and_never_rounded_up() {
        for (value, text) in [
            (220, "220"),
            (9_999, "9999"),
            (10_000, "10k"),
            (12_400, "12.4k"),
            (12_499, "12.4k"),
            (99_999, "99.9k"),
            (123_456, "123k"),
            (1_250_000, "1.2M"),
            (-12_400, "-12.4k"),
        ] {
            assert_eq!(short(credits(value)), text);
        }
    }
}
