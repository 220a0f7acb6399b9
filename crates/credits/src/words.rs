//! Amounts of credits as people read them, on the screens and in the sentences of answers.

use crate::Credits;

/// A whole number with its thousands apart: `12,400`.
#[must_use]
pub fn grouped(number: impl Into<i64>) -> String {
    let value = number.into();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (value, text) in [(0, "0"), (999, "999"), (1_800, "1,800"), (12_400, "12,400"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(value), text);
        }
        assert_eq!(grouped(-1_020), "-1,020");
    }

    #[test]
    fn one_credit_is_singular() {
        for (value, text) in [(1, "1 credit"), (0, "0 credits"), (1_200, "1,200 credits")] {
            assert_eq!(in_words(Credits::from(value)), text);
        }
    }
}
