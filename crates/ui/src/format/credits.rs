//! Amounts of credits as people read them.

use credits::Credits;

/// The whole number with its thousands apart: `12,400`.
#[must_use]
pub fn grouped(credits: Credits) -> String {
    group(credits.get())
}

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
        format!("{}{suffix}", group(whole))
    } else {
        format!("{whole}.{tenth}{suffix}")
    }
}

/// The number with its word: `1 credit`, `220 credits`.
#[must_use]
pub fn in_words(credits: Credits) -> String {
    format!("{} {}", grouped(credits), word(credits))
}

/// The word that follows the number.
#[must_use]
pub fn word(credits: Credits) -> &'static str {
    if credits.get() == 1 { "credit" } else { "credits" }
}

fn group(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        text.push('-');
    }
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits(value: i64) -> Credits {
        Credits::new(value).unwrap()
    }

    #[test]
    fn thousands_stand_apart() {
        for (value, text) in [(0, "0"), (999, "999"), (1_800, "1,800"), (12_400, "12,400"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(credits(value)), text);
        }
        assert_eq!(grouped(credits(-1_020)), "-1,020");
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

    #[test]
    fn one_credit_is_singular() {
        assert_eq!(in_words(credits(1)), "1 credit");
        assert_eq!(in_words(credits(0)), "0 credits");
        assert_eq!(in_words(credits(1_200)), "1,200 credits");
    }
}
