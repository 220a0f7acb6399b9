//! The configuration file: which keys stand in it, with what values, on which lines.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::kind::Written;
use super::settings::{allowed_beside, find};
use super::source::{ConfigError, Source};

/// One key of the file.
pub struct Line {
    /// Its whole name: `studio.runners`.
    pub key: String,
    /// What it is set to.
    pub written: Written,
    /// Where it stands.
    pub source: Source,
}

/// Reads the file's keys, or names the first one that no setting has.
pub fn read(path: &Path) -> Result<Vec<Line>, ConfigError> {
    let unreadable = |problem: String| ConfigError::File { path: path.display().to_string(), problem };
    let text = std::fs::read_to_string(path)
        .map_err(|error| unreadable(format!("the configuration file cannot be read: {error}")))?;
    let reader = Reader { path, text: &text };
    let table = DeTable::parse(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| reader.line_of(span.start));
        let message = error.message().lines().map(str::trim).collect::<Vec<_>>().join(" ");
        unreadable(format!("line {line}: this is no TOML: {message}"))
    })?;
    let mut lines = Vec::new();
    reader.walk("", table.get_ref(), &mut lines)?;
    Ok(lines)
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Reader<'_> {
    fn line_of(&self, offset: usize) -> usize {
        self.text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1)
    }

    fn walk(&self, section: &str, table: &DeTable<'_>, lines: &mut Vec<Line>) -> Result<(), ConfigError> {
        for (name, value) in table {
            let key = if section.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{section}.{name}", name = name.get_ref())
            };
            let source = Source::File { path: self.path.to_owned(), line: self.line_of(name.span().start) };
            match (find(&key), value.get_ref()) {
                (Some(_), _) => lines.push(Line { key, written: Written::Toml(owned(value)), source }),
                (None, DeValue::Table(inner)) if section.is_empty() && !inner.is_empty() => {
                    self.walk(&key, inner, lines)?
                }
                (None, DeValue::Table(inner)) if section.is_empty() && inner.is_empty() && is_section(&key) => {}
                (None, _) => {
                    let problem = format!("unknown key; {}", allowed_beside(&key));
                    return Err(ConfigError::Key { source_: source, key, problem });
                }
            }
        }
        Ok(())
    }
}

fn is_section(name: &str) -> bool {
    super::settings::SETTINGS.iter().any(|setting| setting.parts().0 == name)
}

/// The value without its places. What TOML has and no setting takes becomes an empty table, which none of them allows.
fn owned(value: &Spanned<DeValue<'_>>) -> toml::Value {
    match value.get_ref() {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(digits) => i64::from_str_radix(digits.as_str(), digits.radix())
            .map_or_else(|_| toml::Value::Float(f64::INFINITY), toml::Value::Integer),
        DeValue::Float(digits) => toml::Value::Float(digits.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => toml::Value::Boolean(*truth),
        DeValue::Datetime(moment) => toml::Value::Datetime(*moment),
        DeValue::Array(items) => toml::Value::Array(items.iter().map(owned).collect()),
        DeValue::Table(_) => toml::Value::Table(toml::Table::new()),
    }
}
