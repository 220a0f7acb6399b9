//! The audits of a Lighthouse report that failed, and where.

use serde::Serialize;
use serde_json::Value;

/// The colour in which the plan wants what is muted. Its contrast is the plan's own choice.
const MUTED: &str = "foreground color: #555b6e";

/// How many places are kept of an audit that failed in many.
const PLACES_MAX: usize = 8;

/// An audit that failed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Audit {
    /// The category whose score it is part of.
    pub category: String,
    /// Its name in Lighthouse.
    pub id: String,
    /// What it says.
    pub title: String,
    /// How much it counts; 0 is a hint that costs nothing.
    pub weight: f64,
    /// How far it failed, in its own words.
    pub value: Option<String>,
    /// Where: selectors with explanations, or addresses.
    pub places: Vec<String>,
}

/// The audits of a report that failed, those left out that stand for the figures themselves.
pub fn failing(report: &Value) -> Vec<Audit> {
    let categories = report["categories"].as_object().into_iter().flatten();
    categories
        .flat_map(|(category, found)| {
            let references = found["auditRefs"].as_array().into_iter().flatten();
            references
                .filter(|reference| reference["group"] != "metrics")
                .filter_map(move |reference| failed(report, category, reference))
        })
        .collect()
}

fn failed(report: &Value, category: &str, reference: &Value) -> Option<Audit> {
    let id = reference["id"].as_str()?;
    let audit = &report["audits"][id];
    // Without a score it does not apply, or has only something to tell.
    if audit["score"].as_f64()? >= 1.0 {
        return None;
    }
    Some(Audit {
        category: category.to_owned(),
        id: id.to_owned(),
        title: audit["title"].as_str().unwrap_or_default().to_owned(),
        weight: reference["weight"].as_f64().unwrap_or_default(),
        value: audit["displayValue"].as_str().map(str::to_owned),
        places: items(audit).take(PLACES_MAX).filter_map(place).collect(),
    })
}

fn items(audit: &Value) -> impl Iterator<Item = &Value> {
    audit["details"]["items"].as_array().into_iter().flatten()
}

fn place(item: &Value) -> Option<String> {
    if let Some(selector) = item["node"]["selector"].as_str() {
        let explanation = item["node"]["explanation"].as_str().unwrap_or_default();
        let last = explanation.lines().last().unwrap_or_default().trim();
        return Some(format!("{selector}: {last}").trim_end_matches(": ").to_owned());
    }
    ["url", "description", "label"].iter().find_map(|name| item[*name].as_str()).map(str::to_owned)
}

/// Whether nothing but the contrast of the muted colour keeps the score of accessibility below 100.
pub fn is_only_muted_colour(report: &Value) -> bool {
    let counts = |audit: &Audit| audit.category == "accessibility" && audit.weight > 0.0;
    let counting: Vec<Audit> = failing(report).into_iter().filter(counts).collect();
    let is_contrast = matches!(counting.as_slice(), [audit] if audit.id == "color-contrast");
    let is_muted = |item: &Value| item["node"]["explanation"].as_str().is_some_and(|said| said.contains(MUTED));
    let contrast = &report["audits"]["color-contrast"];
    is_contrast && items(contrast).next().is_some() && items(contrast).all(is_muted)
}

/// The audits that failed in any of several reports, each once.
pub fn all_of<'a>(reports: impl Iterator<Item = &'a [Audit]>) -> Vec<Audit> {
    let mut all: Vec<Audit> = Vec::new();
    for audit in reports.flatten() {
        if !all.iter().any(|known| known.category == audit.category && known.id == audit.id) {
            all.push(audit.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(colours: &[&str], other_weight: f64) -> Value {
        let item = |colour: &&str| {
            json!({ "node": { "selector": "p.hint", "explanation":
            format!("Fix any:\n  Element has insufficient color contrast of 2.8 (foreground color: {colour}, background color: #000000)") } })
        };
        json!({
            "categories": {
                "performance": { "auditRefs": [{ "id": "total-blocking-time", "weight": 30, "group": "metrics" }] },
                "accessibility": { "auditRefs": [
                    { "id": "color-contrast", "weight": 7 },
                    { "id": "label", "weight": other_weight },
                    { "id": "html-has-lang", "weight": 7 },
                    { "id": "video-caption", "weight": 10 },
                ] },
            },
            "audits": {
                "total-blocking-time": { "score": 0.5, "title": "Total Blocking Time" },
                "color-contrast": { "score": 0, "title": "Contrast", "details": { "items": colours.iter().map(item).collect::<Vec<_>>() } },
                "label": { "score": 0, "title": "Labels" },
                "html-has-lang": { "score": 1, "title": "Language" },
                "video-caption": { "score": null, "title": "Captions" },
            },
        })
    }

    #[test]
    fn only_what_failed_is_kept_with_its_places() {
        let failing = failing(&report(&["#555b6e"], 0.0));
        assert_eq!(failing.iter().map(|audit| audit.id.as_str()).collect::<Vec<_>>(), ["color-contrast", "label"]);
        let place = failing.first().unwrap().places.first().unwrap();
        assert!(place.starts_with("p.hint: Element has insufficient color contrast of 2.8"), "{place}");
    }

    #[test]
    fn the_muted_colour_is_excepted_only_when_nothing_else_counts() {
        assert!(is_only_muted_colour(&report(&["#555b6e", "#555b6e"], 0.0)));
        assert!(!is_only_muted_colour(&report(&["#555b6e", "#777777"], 0.0)), "another colour fails too");
        assert!(!is_only_muted_colour(&report(&["#555b6e"], 3.0)), "another audit counts too");
        assert!(!is_only_muted_colour(&report(&[], 0.0)), "nobody knows which colour it is");
    }

    #[test]
    fn an_audit_that_failed_in_every_run_is_told_once() {
        let failing = failing(&report(&["#555b6e"], 0.0));
        assert_eq!(all_of([failing.as_slice(), failing.as_slice()].into_iter()), failing);
    }
}
