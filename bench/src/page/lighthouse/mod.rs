//! What Lighthouse says of the pages, with both of its presets.

mod audits;
mod reading;
mod runs;

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Serialize;

use crate::figures::Spread;
use audits::Audit;
use reading::Reading;
pub use runs::measure;

/// The least that the performance score may be.
const PERFORMANCE_MIN: f64 = 98.0;
/// The latest that the largest content may be painted with the mobile preset.
const MOBILE_LCP_MAX_MS: f64 = 1_000.0;
/// The longest that the page may not answer while it loads.
const TBT_MAX_MS: f64 = 50.0;

/// Where Lighthouse is, or why it is not there.
pub enum Program {
    /// Its command.
    At(PathBuf),
    /// Why there is none.
    Missing(String),
}

/// What it gave.
#[derive(Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Lighthouse {
    /// It was run.
    Measured(Measured),
    /// It was not.
    NotMeasured {
        /// Why.
        why: String,
    },
}

/// All pages with all presets.
#[derive(Serialize)]
pub struct Measured {
    version: String,
    runs: u32,
    /// What Lighthouse found to say about the machine or the runs.
    warnings: Vec<String>,
    /// How quick Lighthouse finds this machine; it takes a slow one for granted when it slows down the processor for the mobile preset.
    machine_benchmark_index: Spread,
    pages: Vec<PageScores>,
}

/// The device that Lighthouse pretends to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Preset {
    /// Its default: a slow telephone in a slow network.
    Mobile,
    Desktop,
}

/// One page with one preset.
#[derive(Serialize)]
struct PageScores {
    page: &'static str,
    preset: Preset,
    performance: Spread,
    accessibility: Spread,
    /// The same without the plan's muted colour, when nothing but its contrast keeps the score below 100.
    accessibility_without_muted_colour: Option<f64>,
    best_practices: Spread,
    lcp_ms: Spread,
    /// What is painted last, and what its time is made of in the run in the middle.
    lcp: reading::LargestPaint,
    cls: Spread,
    tbt_ms: Spread,
    /// What is missed of the targets; nothing when all are met.
    missed: Vec<&'static str>,
    /// Every audit that any of the runs failed.
    failing: Vec<Audit>,
}

impl PageScores {
    fn of(page: &'static str, preset: Preset, readings: &[Reading]) -> Result<Self> {
        let spread =
            |figure: fn(&Reading) -> f64| Spread::of(readings.iter().map(figure)).context("Lighthouse never ran");
        let without_muted = readings.iter().all(|reading| reading.is_only_muted_colour);
        let mut scores = Self {
            page,
            preset,
            performance: spread(|reading| reading.performance)?,
            accessibility: spread(|reading| reading.accessibility)?,
            accessibility_without_muted_colour: without_muted.then_some(100.0),
            best_practices: spread(|reading| reading.best_practices)?,
            lcp_ms: spread(|reading| reading.lcp_ms)?,
            lcp: reading::LargestPaint::default(),
            cls: spread(|reading| reading.cls)?,
            tbt_ms: spread(|reading| reading.tbt_ms)?,
            missed: Vec::new(),
            failing: audits::all_of(readings.iter().map(|reading| reading.failing.as_slice())),
        };
        let in_the_middle = |reading: &&Reading| reading.lcp_ms.total_cmp(&scores.lcp_ms.median).is_eq();
        if let Some(reading) = readings.iter().find(in_the_middle) {
            scores.lcp = reading.lcp.clone();
        }
        scores.missed = scores.missed();
        Ok(scores)
    }

    fn missed(&self) -> Vec<&'static str> {
        let accessibility = self.accessibility_without_muted_colour.unwrap_or(self.accessibility.median);
        let is_late = self.preset == Preset::Mobile && self.lcp_ms.median > MOBILE_LCP_MAX_MS;
        let missed = [
            (self.performance.median < PERFORMANCE_MIN, "performance"),
            (accessibility < 100.0, "accessibility"),
            (self.best_practices.median < 100.0, "best practices"),
            (is_late, "LCP"),
            (self.cls.median > 0.0, "CLS"),
            (self.tbt_ms.median > TBT_MAX_MS, "TBT"),
        ];
        missed.into_iter().filter_map(|(is_missed, name)| is_missed.then_some(name)).collect()
    }

    fn row(&self) -> String {
        let preset = match self.preset {
            Preset::Mobile => "mobile",
            Preset::Desktop => "desktop",
        };
        let mut accessibility = self.accessibility.shown("", 0);
        if let Some(score) = self.accessibility_without_muted_colour {
            accessibility.push_str(&format!("; {score:.0} without the plan's muted colour"));
        }
        let verdict = match self.missed.as_slice() {
            [] => "met".to_owned(),
            missed => format!("**not met**: {}", missed.join(", ")),
        };
        let seconds = Spread {
            min: self.lcp_ms.min / 1_000.0,
            median: self.lcp_ms.median / 1_000.0,
            max: self.lcp_ms.max / 1_000.0,
        };
        let cells = [
            self.page.to_owned(),
            preset.to_owned(),
            self.performance.shown("", 0),
            accessibility,
            self.best_practices.shown("", 0),
            seconds.shown(" s", 2),
            self.cls.shown("", 3),
            self.tbt_ms.shown(" ms", 0),
            verdict,
        ];
        format!("| {} |", cells.join(" | "))
    }
}

impl Lighthouse {
    /// The table of it, or why there is none.
    #[must_use]
    pub fn table(&self) -> String {
        match self {
            Self::Measured(measured) => measured.table(),
            Self::NotMeasured { why } => format!("Lighthouse was not measured: {why}."),
        }
    }
}

impl Measured {
    fn table(&self) -> String {
        let mut lines = vec![
            format!(
                "Lighthouse {}, {} runs of each, as a median (spread). Targets: performance at least {PERFORMANCE_MIN:.0}, accessibility \
                 100, best practices 100, CLS 0, TBT at most {TBT_MAX_MS:.0} ms, and with the mobile preset LCP at most {:.1} s. Which audits \
                 failed stands in `results/page.json`.",
                self.version,
                self.runs,
                MOBILE_LCP_MAX_MS / 1_000.0
            ),
            String::new(),
        ];
        for warning in &self.warnings {
            lines.extend([format!("Lighthouse remarks: {warning}"), String::new()]);
        }
        lines.push(
            "| page | preset | performance | accessibility | best practices | LCP | CLS | TBT | targets |".to_owned(),
        );
        lines.push("|---|---|--:|--:|--:|--:|--:|--:|---|".to_owned());
        lines.extend(self.pages.iter().map(PageScores::row));
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(performance: f64, lcp_ms: f64) -> Reading {
        Reading {
            performance,
            accessibility: 96.0,
            is_only_muted_colour: true,
            best_practices: 100.0,
            lcp_ms,
            lcp: reading::LargestPaint { element: format!("painted after {lcp_ms}"), parts_ms: Vec::new() },
            cls: 0.0,
            tbt_ms: 40.0,
            failing: Vec::new(),
            version: "12.8.2".to_owned(),
            benchmark_index: 900.0,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn the_median_of_the_runs_is_what_targets_are_compared_with() {
        let readings = [reading(90.0, 2_000.0), reading(99.0, 940.0), reading(98.0, 950.0)];
        let scores = PageScores::of("the workspace", Preset::Mobile, &readings).unwrap();
        assert_eq!(scores.lcp.element, "painted after 950");
        let row = "| the workspace | mobile | 98 (90 to 99) | 96; 100 without the plan's muted colour | 100 | 0.95 s (0.94 to 2.00) | \
                   0.000 | 40 ms | met |";
        assert_eq!(scores.row(), row);
    }

    #[test]
    fn what_is_missed_is_named_and_lcp_counts_with_the_mobile_preset() {
        let mut missing = reading(97.0, 1_001.0);
        missing.is_only_muted_colour = false;
        let missed = |preset| PageScores::of("the workspace", preset, std::slice::from_ref(&missing)).unwrap().missed;
        assert_eq!(missed(Preset::Mobile), ["performance", "accessibility", "LCP"]);
        assert_eq!(missed(Preset::Desktop), ["performance", "accessibility"]);
    }

    #[test]
    fn what_was_not_measured_says_why() {
        let lighthouse = Lighthouse::NotMeasured { why: "npm is not on the path".to_owned() };
        assert_eq!(lighthouse.table(), "Lighthouse was not measured: npm is not on the path.");
    }
}
