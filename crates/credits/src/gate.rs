//! The gate: is it enough? Asked by the browser before a request is sent, and by the ledger before credits are held.

use serde::{Deserialize, Serialize};

use crate::{Credits, Quote};

/// Credits that are missing for one operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    /// What the operation costs.
    pub required: Credits,
    /// What can be spent now.
    pub available: Credits,
    /// What the operation is, in words: `Sora render`.
    pub operation: String,
}

/// The gate's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gate {
    /// There is enough.
    Open,
    /// The balance is not known: the click goes through and the server decides (product decision 2).
    Unknown,
    /// There is not enough.
    Short(Shortfall),
}

impl Shortfall {
    /// How many credits are missing: `required − available`. At least 1 by construction, and never out of range, because both
    /// are within limits that leave room for their difference.
    #[must_use]
    pub fn missing(&self) -> Credits {
        self.required.minus(self.available).unwrap_or(Credits::MAX)
    }
}

/// Whether an operation may start with what is available; `None` is a balance that is not known yet.
#[must_use]
pub fn check_credits(available: Option<Credits>, quote: &Quote) -> Gate {
    match available {
        None => Gate::Unknown,
        Some(available) if available >= quote.cost => Gate::Open,
        Some(available) => {
            Gate::Short(Shortfall { required: quote.cost, available, operation: quote.operation.clone() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sora() -> Quote {
        Quote { cost: Credits::from(80), operation: "Sora render".to_owned() }
    }

    #[test]
    fn the_gate_opens_for_exactly_enough_and_says_what_is_missing_below_that() {
        assert_eq!(check_credits(Some(Credits::from(80)), &sora()), Gate::Open);
        let Gate::Short(shortfall) = check_credits(Some(Credits::from(12)), &sora()) else {
            panic!("12 is not enough for 80")
        };
        assert_eq!((shortfall.required.get(), shortfall.available.get(), shortfall.missing().get()), (80, 12, 68));
        assert_eq!(shortfall.operation, "Sora render");
    }

    #[test]
    fn an_unknown_balance_is_not_an_empty_one() {
        assert_eq!(check_credits(None, &sora()), Gate::Unknown);
    }

    #[test]
    fn a_debt_adds_to_what_is_missing() {
        let Gate::Short(shortfall) = check_credits(Some(Credits::from(20).negated()), &sora()) else {
            panic!("a debt is not enough")
        };
        assert_eq!(shortfall.missing().get(), 100);
    }
}
