//! The configuration as it is shown: the values in force, and the file of defaults.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::Config;
use super::layers::Loaded;
use super::settings::SETTINGS;

/// The width at which comments are broken.
const WIDTH: usize = 100;

/// The values in force as a file that could be used, each with where it came from.
pub fn as_toml(loaded: &Loaded) -> String {
    let mut text = String::new();
    let mut last_section = "";
    for setting in SETTINGS {
        let (section, name) = setting.parts();
        if section != last_section {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "\n[{section}]");
            last_section = section;
        }
        let line = format!("{name} = {}", toml_of(&setting.kind.value(&loaded.config)));
        let _ = writeln!(text, "{line:<44} # {}", loaded.source(setting));
    }
    text
}

/// The values in force for programs.
pub fn as_json(loaded: &Loaded) -> Json {
    let settings: Vec<Json> = SETTINGS
        .iter()
        .map(|setting| {
            let source = loaded.source(setting);
            json!({
                "key": setting.key,
                "value": setting.kind.value(&loaded.config),
                "source": source.word(),
                "place": source.to_string(),
            })
        })
        .collect();
    json!({ "settings": settings })
}

/// A file with every key, what it does and what it may be; commented out, because each stands at its default.
pub fn as_default_file() -> String {
    let defaults = Config::default();
    let mut text =
        String::from("# farebox.toml: every key with its default. Remove the # before a key to change it.\n");
    let mut last_section = "";
    for setting in SETTINGS {
        let (section, name) = setting.parts();
        if section != last_section {
            let _ = writeln!(text, "\n[{section}]");
            last_section = section;
        }
        text.push('\n');
        for line in wrapped(setting.about) {
            let _ = writeln!(text, "# {line}");
        }
        let _ = writeln!(text, "# Allowed: {}. Variable: {}", setting.kind.allowed(), setting.variable());
        let _ = writeln!(text, "#{name} = {}", toml_of(&setting.kind.value(&defaults)));
    }
    text
}

/// A value that JSON and TOML write alike, but for the spaces in lists.
fn toml_of(value: &Json) -> String {
    match value {
        Json::Array(words) => format!("[{}]", words.iter().map(toml_of).collect::<Vec<_>>().join(", ")),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) | Json::Object(_) => value.to_string(),
    }
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}
