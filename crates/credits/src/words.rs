//! What is said in more than one place: amounts of credits, and the sentences that screens, answers and commands have in common.

use crate::{Credits, Shortfall};

/// One credit.
pub const CREDIT: &str = "credit";
/// Any other number of them.
pub const CREDITS: &str = "credits";

/// What a blocked click is told. The three numbers stand between marks, for whoever shows them in bold.
const SHORTFALL: &str = "You have **{available}** {available_word}. This {operation} costs **{required}** {required_word}. \
     You need **{missing}** more.";

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
    if credits.get() == 1 { CREDIT } else { CREDITS }
}

/// A sentence with its gaps filled: `fill("{operation} is ready.", &[("operation", "Sora render")])`. What is filled in is never read as
/// a gap itself, and a gap that nothing fills stays as it is.
#[must_use]
pub fn fill(sentence: &str, gaps: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let filled = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = gaps.iter().find(|(gap, _)| *gap == name)?;
            Some((value, after))
        });
        match filled {
            Some((value, after)) => {
                text.push_str(value);
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// The three numbers of a shortfall in one sentence, cut at them: every second part is one of the numbers.
#[must_use]
pub fn shortfall_in_parts(shortfall: &Shortfall) -> Vec<String> {
    let sentence = fill(
        SHORTFALL,
        &[
            ("available", &grouped(shortfall.available)),
            ("available_word", word(shortfall.available)),
            ("operation", &shortfall.operation),
            ("required", &grouped(shortfall.required)),
            ("required_word", word(shortfall.required)),
            ("missing", &grouped(shortfall.missing())),
        ],
    );
    sentence.split("**").map(str::to_owned).collect()
}

/// The three numbers of a shortfall in one sentence: `You have 0 credits. This Sora render costs 80 credits. You need 80 more.`
#[must_use]
pub fn shortfall(shortfall: &Shortfall) -> String {
    shortfall_in_parts(shortfall).concat()
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

    #[test]
    fn gaps_are_filled_once_and_what_fills_them_is_left_alone() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
        assert_eq!(fill("no gap", &[]), "no gap");
        assert_eq!(fill("{unknown} {", &[("a", "1")]), "{unknown} {");
    }

    #[test]
    fn a_shortfall_says_three_numbers_in_plain_words() {
        let sentence = |available: u32, required: u32| {
            let operation = "Sora render".to_owned();
            shortfall(&Shortfall { required: required.into(), available: available.into(), operation })
        };
        assert_eq!(sentence(0, 80), "You have 0 credits. This Sora render costs 80 credits. You need 80 more.");
        assert_eq!(sentence(1, 1_800), "You have 1 credit. This Sora render costs 1,800 credits. You need 1,799 more.");
        assert_eq!(sentence(0, 1), "You have 0 credits. This Sora render costs 1 credit. You need 1 more.");
    }

    #[test]
    fn every_second_part_of_a_shortfall_is_a_number() {
        let operation = "Sora render".to_owned();
        let parts = shortfall_in_parts(&Shortfall { required: 80.into(), available: 12.into(), operation });
        let numbers: Vec<_> = parts.iter().skip(1).step_by(2).map(String::as_str).collect();
        assert_eq!((numbers, parts.len()), (vec!["12", "80", "68"], 7));
    }
}
