//! What is read out of one report of Lighthouse.

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde_json::Value;

use super::audits::{self, Audit};

/// One run.
pub struct Reading {
    /// The scores, of 100.
    pub performance: f64,
    /// Of 100, too.
    pub accessibility: f64,
    /// Whether nothing but the plan's muted colour keeps accessibility below 100.
    pub is_only_muted_colour: bool,
    /// Of 100, too.
    pub best_practices: f64,
    /// When the largest content was painted.
    pub lcp_ms: f64,
    /// What that is.
    pub lcp: LargestPaint,
    /// How much moved while the page loaded.
    pub cls: f64,
    /// How long the page did not answer while it loaded.
    pub tbt_ms: f64,
    /// What failed.
    pub failing: Vec<Audit>,
    /// Lighthouse's own version.
    pub version: String,
    /// How quick Lighthouse finds the machine.
    pub benchmark_index: f64,
    /// What Lighthouse remarked.
    pub warnings: Vec<String>,
}

/// The largest content.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LargestPaint {
    /// Its selector.
    pub element: String,
    /// What the time until it was painted is made of.
    pub parts_ms: Vec<(String, f64)>,
}

impl Reading {
    /// Reads a report.
    ///
    /// # Errors
    /// When Lighthouse says that the run failed, or a figure is missing.
    pub fn of(report: &Value) -> Result<Self> {
        if let Some(error) = report["runtimeError"]["message"].as_str() {
            bail!("Lighthouse says: {error}");
        }
        let score = |category: &str| {
            let score = report["categories"][category]["score"].as_f64();
            Ok::<_, anyhow::Error>((score.with_context(|| format!("no score for {category}"))? * 100.0).round())
        };
        let figure = |audit: &str| {
            report["audits"][audit]["numericValue"].as_f64().with_context(|| format!("no figure for {audit}"))
        };
        let warnings = report["runWarnings"].as_array().into_iter().flatten();
        Ok(Self {
            performance: score("performance")?,
            accessibility: score("accessibility")?,
            is_only_muted_colour: audits::is_only_muted_colour(report),
            best_practices: score("best-practices")?,
            lcp_ms: figure("largest-contentful-paint")?,
            lcp: LargestPaint::of(&report["audits"]["largest-contentful-paint-element"]),
            cls: figure("cumulative-layout-shift")?,
            tbt_ms: figure("total-blocking-time")?,
            failing: audits::failing(report),
            version: report["lighthouseVersion"].as_str().unwrap_or("unknown").to_owned(),
            benchmark_index: report["environment"]["benchmarkIndex"].as_f64().unwrap_or_default(),
            warnings: warnings.filter_map(Value::as_str).map(str::to_owned).collect(),
        })
    }
}

impl LargestPaint {
    /// The audit has two tables: the element, and the phases.
    fn of(audit: &Value) -> Self {
        let tables = audit["details"]["items"].as_array().into_iter().flatten();
        let rows = tables.flat_map(|table| table["items"].as_array().into_iter().flatten());
        let mut largest = Self::default();
        for row in rows {
            if let Some(selector) = row["node"]["selector"].as_str() {
                selector.clone_into(&mut largest.element);
            }
            if let (Some(phase), Some(timing)) = (row["phase"].as_str(), row["timing"].as_f64()) {
                largest.parts_ms.push((phase.to_owned(), timing.round()));
            }
        }
        largest
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report() -> Value {
        json!({
            "lighthouseVersion": "12.8.2",
            "environment": { "benchmarkIndex": 912.5 },
            "runWarnings": ["slow"],
            "categories": {
                "performance": { "score": 0.94, "auditRefs": [] },
                "accessibility": { "score": 1, "auditRefs": [] },
                "best-practices": { "score": 1, "auditRefs": [] },
            },
            "audits": {
                "largest-contentful-paint": { "numericValue": 1812.2 },
                "cumulative-layout-shift": { "numericValue": 0 },
                "total-blocking-time": { "numericValue": 278.9 },
                "largest-contentful-paint-element": { "details": { "items": [
                    { "items": [{ "node": { "selector": "p.empty__hint" } }] },
                    { "items": [{ "phase": "TTFB", "timing": 456.1 }, { "phase": "Render Delay", "timing": 1356.1 }] },
                ] } },
            },
        })
    }

    #[test]
    fn scores_are_of_a_hundred_and_the_largest_paint_has_its_parts() {
        let reading = Reading::of(&report()).unwrap();
        assert_eq!(format!("{} {} {}", reading.performance, reading.lcp_ms, reading.tbt_ms), "94 1812.2 278.9");
        assert_eq!(reading.lcp.element, "p.empty__hint");
        assert_eq!(reading.lcp.parts_ms, [("TTFB".to_owned(), 456.0), ("Render Delay".to_owned(), 1356.0)]);
        assert_eq!((reading.version.as_str(), reading.warnings), ("12.8.2", vec!["slow".to_owned()]));
    }

    #[test]
    fn a_run_that_failed_gives_no_figures() {
        let mut failed = report();
        failed["runtimeError"] = json!({ "code": "NO_FCP", "message": "The page did not paint any content." });
        assert!(Reading::of(&failed).is_err());
        let mut without = report();
        without["categories"]["performance"]["score"] = Value::Null;
        assert!(Reading::of(&without).is_err());
    }
}
