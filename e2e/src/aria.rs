//! A page as assistive technology is told of it: one line for each thing, with its role, its name and how it stands.

use std::collections::HashMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::Person;

/// What is said of a thing beside its role and name, in this order, when it is said at all.
const SAID: [&str; 11] = [
    "level", "disabled", "invalid", "busy", "selected", "checked", "expanded", "modal", "live", "hasPopup", "required",
];

/// Roles that stand for nothing: what is in them is told as if they were not there. A form is one of them unless it has a name (HTML
/// Accessibility API Mappings), and browsers differ in whether they say so themselves.
const TRANSPARENT: [&str; 6] = ["none", "generic", "form", "InlineTextBox", "ListMarker", "LineBreak"];

impl Person {
    /// The whole page, as assistive technology is told of it.
    ///
    /// # Panics
    /// When the browser does not say.
    pub async fn hears_page(&self) -> String {
        let answer = self.asks_browser("Accessibility.getFullAXTree", json!({})).await;
        let nodes = answer["nodes"].as_array().expect("the things on the page");
        let by_id: HashMap<&str, &Value> =
            nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
        let mut told = String::new();
        if let Some(root) = nodes.first() {
            tell(root, &by_id, 0, "", &mut told);
        }
        told
    }
}

fn tell(node: &Value, by_id: &HashMap<&str, &Value>, depth: usize, around: &str, told: &mut String) {
    let role = node["role"]["value"].as_str().unwrap_or_default();
    let name = node["name"]["value"].as_str().unwrap_or_default().trim();
    let is_transparent = node["ignored"] == json!(true) || (TRANSPARENT.contains(&role) && name.is_empty());
    // A text that is the name of what it stands in is not told twice.
    let is_told = !is_transparent && !(role == "StaticText" && (around.contains(name) || name.is_empty()));
    if is_told {
        // Writing into a text has no way to fail.
        let _ = writeln!(told, "{}- {}", "  ".repeat(depth), line(node, role, name));
    }
    // The controls of a clip are the browser's own, and another version's are others.
    if matches!(role, "StaticText" | "Video") {
        return;
    }
    let (depth, around) = if is_told { (depth + 1, name) } else { (depth, around) };
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = child.as_str().and_then(|id| by_id.get(id)) {
            tell(child, by_id, depth, around, told);
        }
    }
}

fn line(node: &Value, role: &str, name: &str) -> String {
    let mut line = if role == "StaticText" { "text".to_owned() } else { role.to_owned() };
    if !name.is_empty() {
        let _ = write!(line, " {name:?}");
    }
    let properties = node["properties"].as_array().map(Vec::as_slice).unwrap_or_default();
    for said in SAID {
        let value = properties.iter().find(|property| property["name"] == json!(said)).map(|it| &it["value"]["value"]);
        match value {
            None | Some(Value::Null) => {}
            Some(Value::Bool(false)) => {}
            Some(Value::String(word)) if word == "false" => {}
            Some(Value::Bool(true)) => {
                let _ = write!(line, " [{said}]");
            }
            Some(Value::String(word)) => {
                let _ = write!(line, " [{said}={word}]");
            }
            Some(other) => {
                let _ = write!(line, " [{said}={other}]");
            }
        }
    }
    for (label, value) in [("value", &node["value"]["value"]), ("description", &node["description"]["value"])] {
        match value {
            Value::String(text) if !text.is_empty() => {
                // A long value says no more than its beginning.
                let _ = write!(line, " {label}={:?}", text.chars().take(80).collect::<String>());
            }
            Value::Number(number) => {
                let _ = write!(line, " {label}={number}");
            }
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {}
        }
    }
    line
}
