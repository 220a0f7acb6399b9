//! What becomes of repeated measurements: median and spread, or percentiles, and whether a target is met.

use serde::Serialize;

/// What several runs of the same measurement gave, in the unit that the field's name says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// The lowest run.
    pub min: f64,
    /// The run in the middle.
    pub median: f64,
    /// The highest run.
    pub max: f64,
}

impl Spread {
    /// The spread of these runs; `None` when there are none.
    #[must_use]
    pub fn of(runs: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut runs: Vec<f64> = runs.into_iter().collect();
        runs.sort_by(f64::total_cmp);
        let (min, max) = (*runs.first()?, *runs.last()?);
        let median = *runs.get(runs.len() / 2)?;
        Some(Self { min, median, max })
    }

    /// As people read it: `164 ms (120 to 202)`; only the median when there is nothing between lowest and highest that one could see.
    #[must_use]
    pub fn shown(&self, unit: &str, decimals: usize) -> String {
        let number = |value: f64| format!("{value:.decimals$}");
        let (min, median, max) = (number(self.min), number(self.median), number(self.max));
        if min == max { format!("{median}{unit}") } else { format!("{median}{unit} ({min} to {max})") }
    }
}

/// How most of many measurements went, and the worst, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Percentiles {
    /// Half of them took at most so long.
    pub p50_ms: f64,
    /// 99 of 100 took at most so long.
    pub p99_ms: f64,
    /// None took longer.
    pub max_ms: f64,
}

impl Percentiles {
    /// Those of these measurements, each a value that was measured; `None` when there are none.
    #[must_use]
    pub fn of(mut measured_ms: Vec<f64>) -> Option<Self> {
        measured_ms.sort_by(f64::total_cmp);
        let at = |percent: usize| {
            let rank = (measured_ms.len() * percent).div_ceil(100);
            measured_ms.get(rank.checked_sub(1)?).copied()
        };
        Some(Self { p50_ms: at(50)?, p99_ms: at(99)?, max_ms: at(100)? })
    }
}

/// The word for it in a table.
#[must_use]
pub fn verdict(is_met: bool) -> &'static str {
    if is_met { "met" } else { "**not met**" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_stands_in_the_middle_whatever_the_order() {
        let spread = Spread::of([9.0, 100.0, 10.0, 12.0, 11.0]).unwrap();
        assert_eq!(spread.shown(" ms", 0), "11 ms (9 to 100)");
        assert!(Spread::of([]).is_none());
    }

    #[test]
    fn a_spread_that_nobody_could_see_is_not_shown() {
        assert_eq!(Spread::of([1.001, 1.002, 1.003]).unwrap().shown(" s", 2), "1.00 s");
        assert_eq!(Spread::of([1.001, 1.002, 1.012]).unwrap().shown(" s", 2), "1.00 s (1.00 to 1.01)");
    }

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let percentiles = Percentiles::of((1..=200).rev().map(f64::from).collect()).unwrap();
        assert_eq!(percentiles, Percentiles { p50_ms: 100.0, p99_ms: 198.0, max_ms: 200.0 });
        assert_eq!(Percentiles::of(vec![7.0]).unwrap(), Percentiles { p50_ms: 7.0, p99_ms: 7.0, max_ms: 7.0 });
        assert!(Percentiles::of(Vec::new()).is_none());
    }
}
