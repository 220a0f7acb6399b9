//! Median and spread of repeated measurements.

use serde::Serialize;

/// What several runs of the same measurement gave, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// The quickest run.
    pub min_ms: f64,
    /// The run in the middle.
    pub median_ms: f64,
    /// The slowest run.
    pub max_ms: f64,
}

impl Spread {
    /// The spread of these runs; `None` when there are none.
    #[must_use]
    pub fn of(mut runs_ms: Vec<f64>) -> Option<Self> {
        runs_ms.sort_by(f64::total_cmp);
        let (min_ms, max_ms) = (*runs_ms.first()?, *runs_ms.last()?);
        let median_ms = *runs_ms.get(runs_ms.len() / 2)?;
        Some(Self { min_ms, median_ms, max_ms })
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:.0} ms ({:.0} to {:.0})", self.median_ms, self.min_ms, self.max_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_stands_in_the_middle_whatever_the_order() {
        let spread = Spread::of(vec![9.0, 100.0, 10.0, 12.0, 11.0]).unwrap();
        assert_eq!(spread.to_string(), "11 ms (9 to 100)");
        assert!(Spread::of(Vec::new()).is_none());
    }
}
