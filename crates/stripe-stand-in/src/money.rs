//! Amounts: how they are divided over a month, and how people read them.

/// Currencies without smaller units, as Stripe lists them.
const WHOLE: [&str; 16] =
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf"];

/// The part of an amount that goes with the part of a period that is left, rounded to the nearest unit, halves up.
pub(crate) fn prorated(amount_minor: i64, left_s: i64, length_s: i64) -> i64 {
    if length_s <= 0 {
        return 0;
    }
    let left = i128::from(left_s.clamp(0, length_s));
    let (amount, length) = (i128::from(amount_minor), i128::from(length_s));
    let part = (amount * left * 2 + length).div_euclid(length * 2);
    // The part of an amount is no larger than the amount.
    i64::try_from(part).unwrap_or(amount_minor)
}

/// An amount as people read it: `12.00 USD`.
pub(crate) fn shown(amount_minor: i64, currency: &str) -> String {
    let name = currency.to_uppercase();
    if WHOLE.contains(&currency) {
        return format!("{amount_minor} {name}");
    }
    let sign = if amount_minor < 0 { "-" } else { "" };
    let amount = amount_minor.unsigned_abs();
    format!("{sign}{}.{:02} {name}", amount / 100, amount % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_month_costs_its_part() {
        assert_eq!(prorated(3_000, 15, 30), 1_500);
        assert_eq!(prorated(1_000, 1, 3), 333);
        assert_eq!(prorated(1_001, 1, 2), 501);
        assert_eq!(prorated(1_000, 40, 30), 1_000);
        assert_eq!(prorated(1_000, -1, 30), 0);
        assert_eq!(prorated(1_000, 1, 0), 0);
        assert_eq!(prorated(i64::MAX, 30, 30), i64::MAX);
    }

    #[test]
    fn amounts_are_written_in_the_units_that_people_know() {
        assert_eq!(shown(1_205, "usd"), "12.05 USD");
        assert_eq!(shown(-5, "eur"), "-0.05 EUR");
        assert_eq!(shown(500, "jpy"), "500 JPY");
    }
}
