//! An amount of credits: a whole number, added and subtracted only where the result is known to fit.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::limits::CREDITS_MAX;

/// A whole number of credits, from `-CREDITS_MAX` to `CREDITS_MAX`.
///
/// Negative values are deltas of entries, and balances after a reversal. There are no operators: each sum is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Credits(i64);

/// A sum or a number from outside that no amount of credits may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an amount of credits must be between -{CREDITS_MAX} and {CREDITS_MAX}")]
pub struct AmountOutOfRange;

impl Credits {
    /// No credits.
    pub const ZERO: Self = Self(0);

    /// The largest amount there is.
    pub const MAX: Self = Self(CREDITS_MAX);

    /// Takes a number from outside.
    ///
    /// # Errors
    /// When the number is beyond `CREDITS_MAX` either way.
    pub const fn new(value: i64) -> Result<Self, AmountOutOfRange> {
        if value > CREDITS_MAX || value < -CREDITS_MAX { Err(AmountOutOfRange) } else { Ok(Self(value)) }
    }

    /// The number itself.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether this is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum, or that it does not fit.
    ///
    /// # Errors
    /// When the sum is beyond `CREDITS_MAX` either way.
    pub const fn plus(self, other: Self) -> Result<Self, AmountOutOfRange> {
        // Two amounts within the limits cannot overflow an i64, so that the only question is whether the sum is within them.
        Self::new(self.0 + other.0)
    }

    /// The difference, or that it does not fit.
    ///
    /// # Errors
    /// When the difference is beyond `CREDITS_MAX` either way.
    pub const fn minus(self, other: Self) -> Result<Self, AmountOutOfRange> {
        Self::new(self.0 - other.0)
    }

    /// This many times the amount, or that it does not fit.
    ///
    /// # Errors
    /// When the product is beyond `CREDITS_MAX` either way.
    pub fn times(self, count: u32) -> Result<Self, AmountOutOfRange> {
        self.0.checked_mul(i64::from(count)).ok_or(AmountOutOfRange).and_then(Self::new)
    }

    /// The same amount on the other side of zero. Always fits, because the limits are symmetric.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(-self.0)
    }
}

impl TryFrom<i64> for Credits {
    type Error = AmountOutOfRange;

    fn try_from(value: i64) -> Result<Self, AmountOutOfRange> {
        Self::new(value)
    }
}

impl From<u32> for Credits {
    fn from(value: u32) -> Self {
        Self(i64::from(value))
    }
}

impl From<Credits> for i64 {
    fn from(credits: Credits) -> Self {
        credits.0
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_limits_are_inclusive_and_symmetric() {
        for value in [CREDITS_MAX, -CREDITS_MAX, 0] {
            assert_eq!(Credits::new(value).map(Credits::get), Ok(value));
        }
        for value in [CREDITS_MAX + 1, -CREDITS_MAX - 1, i64::MAX, i64::MIN] {
            assert_eq!(Credits::new(value), Err(AmountOutOfRange));
        }
    }

    #[test]
    fn a_sum_beyond_the_limit_is_refused_and_not_wrapped() {
        assert_eq!(Credits::MAX.plus(Credits::from(1)), Err(AmountOutOfRange));
        assert_eq!(Credits::MAX.negated().minus(Credits::from(1)), Err(AmountOutOfRange));
        assert_eq!(Credits::MAX.times(u32::MAX), Err(AmountOutOfRange));
    }

    proptest! {
        #[test]
        fn sums_are_those_of_whole_numbers(a in -CREDITS_MAX..=CREDITS_MAX, b in -CREDITS_MAX..=CREDITS_MAX) {
            let (left, right) = (Credits::new(a).unwrap(), Credits::new(b).unwrap());
            prop_assert_eq!(left.plus(right).ok().map(Credits::get), Some(a + b).filter(|sum| sum.abs() <= CREDITS_MAX));
            prop_assert_eq!(left.minus(right).ok().map(Credits::get), Some(a - b).filter(|sum| sum.abs() <= CREDITS_MAX));
            prop_assert_eq!(left.negated().get(), -a);
        }
    }
}
