//! The catalog file as it is written: TOML, each value remembering where it stands.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::CatalogError;

/// The whole file. An unknown key is an error that names it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub currency: Spanned<String>,
    #[serde(default, rename = "model")]
    pub models: Vec<Spanned<ModelRow>>,
    #[serde(default, rename = "pack")]
    pub packs: Vec<Spanned<PackRow>>,
    #[serde(default, rename = "plan")]
    pub plans: Vec<Spanned<PlanRow>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelRow {
    pub id: Spanned<String>,
    pub label: Spanned<String>,
    pub kind: Spanned<String>,
    pub cost: Option<Spanned<i64>>,
    pub millicredits_per_second: Option<Spanned<i64>>,
    pub seconds: Option<Spanned<Vec<i64>>>,
    pub default: Option<Spanned<bool>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackRow {
    pub price_id: Spanned<String>,
    pub name: Spanned<String>,
    pub credits: Spanned<i64>,
    pub price_minor: Spanned<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanRow {
    pub price_id: Spanned<String>,
    pub name: Spanned<String>,
    pub credits_a_month: Spanned<i64>,
    pub price_minor: Spanned<i64>,
    pub highlighted: Option<Spanned<bool>>,
}

/// Reads the file's shape; what the values mean is checked afterwards.
pub(super) fn read(text: &str) -> Result<File, CatalogError> {
    toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        CatalogError {
            line: line_of(text, &span),
            key: key_at(text, &span, error.message()),
            problem: sentence(error.message()),
        }
    })
}

/// The line, counted from 1, in which a place of the file stands.
pub(super) fn line_of(text: &str, span: &Range<usize>) -> usize {
    text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1)
}

/// The key that an error of the TOML reader speaks of: the one it quotes, else the one on the line it points at.
fn key_at(text: &str, span: &Range<usize>, message: &str) -> String {
    let quoted = message.split('`').nth(1).filter(|_| message.contains("field"));
    let on_line = || {
        let line = text.lines().nth(line_of(text, span) - 1).unwrap_or_default();
        line.split('=').next().unwrap_or_default().trim().to_owned()
    };
    quoted.map_or_else(on_line, str::to_owned)
}

/// The reader's words as one line that a person who edits the file can act on. What it says of Rust's types is said in the file's own
/// terms: it expects a whole number, not an `i64`.
fn sentence(message: &str) -> String {
    let line = message.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let wrong_type = line.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "));
    if let Some((found, expected)) = wrong_type {
        let allowed = match expected {
            "i64" => "a whole number",
            "a string" => "a text in quotes",
            "a boolean" => "true or false",
            "a sequence" => "a list like [5, 10]",
            other => other,
        };
        return format!("found {found}; allowed is {allowed}");
    }
    line.replace("unknown field", "unknown key").replace("missing field", "missing key")
}
