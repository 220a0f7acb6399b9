//! Which of our crates may know which.

use super::complaint::Complaint;
use super::tree::{TextFile, Tree};

/// Each crate with the crates of ours that it may depend on. `ledger` never sees HTTP or money; `billing` and `studio` never
/// see each other; `ui` never sees a store.
const MAY_KNOW: [(&str, &[&str]); 15] = [
    ("credits", &[]),
    ("wire", &["credits"]),
    ("ledger", &["credits", "postgres-fixture"]),
    ("billing", &["credits", "ledger", "storage-fixture", "stripe-stand-in"]),
    ("studio", &["credits", "ledger", "storage-fixture"]),
    ("ui", &["credits", "wire"]),
    ("server", &["credits", "wire", "ledger", "billing", "studio", "ui", "storage-fixture", "stripe-stand-in"]),
    (
        "farebox",
        &["credits", "wire", "ledger", "billing", "studio", "ui", "server", "postgres-fixture", "stripe-stand-in"],
    ),
    ("e2e", &["credits", "wire", "postgres-fixture", "stripe-stand-in"]),
    (
        "sim",
        &[
            "credits",
            "wire",
            "ledger",
            "billing",
            "studio",
            "server",
            "postgres-fixture",
            "storage-fixture",
            "stripe-stand-in",
        ],
    ),
    ("bench", &["credits", "wire", "ledger", "billing", "studio", "server", "e2e"]),
    ("postgres-fixture", &[]),
    ("storage-fixture", &["ledger", "postgres-fixture"]),
    ("stripe-stand-in", &[]),
    ("xtask", &["postgres-fixture"]),
];

/// Complains about every dependency that is not in the table, and about crates that are not.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    tree.manifests().flat_map(check_manifest).collect()
}

fn check_manifest(file: &TextFile) -> Vec<Complaint> {
    let Ok(manifest) = file.text.parse::<toml::Table>() else {
        return vec![Complaint::new(&file.path, 1, "cannot be read as TOML")];
    };
    let name = manifest.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
    let Some(name) = name else { return Vec::new() };
    let Some((_, allowed)) = MAY_KNOW.iter().find(|(known, _)| *known == name) else {
        let message = format!("`{name}` is a new crate: say in xtask/src/tidy/edges.rs which crates it may know");
        return vec![Complaint::new(&file.path, 1, message)];
    };
    dependencies(&manifest)
        .into_iter()
        .filter(|dependency| is_ours(dependency) && !allowed.contains(&dependency.as_str()))
        .map(|dependency| {
            let allowed = if allowed.is_empty() { "none".to_owned() } else { allowed.join(", ") };
            let message = format!("`{name}` may not know `{dependency}`; of our crates it may know: {allowed}");
            Complaint::new(&file.path, line_of(&file.text, &dependency), message)
        })
        .collect()
}

fn is_ours(dependency: &str) -> bool {
    MAY_KNOW.iter().any(|(known, _)| *known == dependency)
}

/// The names in all tables of dependencies, those for one target included.
fn dependencies(table: &toml::Table) -> Vec<String> {
    let mut names = Vec::new();
    for (key, value) in table {
        let Some(inner) = value.as_table() else { continue };
        match key.as_str() {
            "dependencies" | "dev-dependencies" | "build-dependencies" => names.extend(inner.keys().cloned()),
            "target" => names.extend(inner.values().filter_map(toml::Value::as_table).flat_map(dependencies)),
            _ => {}
        }
    }
    names
}

fn line_of(text: &str, dependency: &str) -> usize {
    let is_named =
        |line: &str| line.trim_start().strip_prefix(dependency).is_some_and(|rest| rest.starts_with(['.', ' ', '=']));
    text.lines().position(is_named).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_edge_is_told_with_its_line() {
        let manifest = "[package]\nname = \"ledger\"\n[dependencies]\ncredits.workspace = true\nserde = \"1\"\n\
                        [target.'cfg(unix)'.dependencies]\nbilling = { workspace = true }\n";
        let complaints: Vec<_> =
            check(&Tree::of(&[("crates/ledger/Cargo.toml", manifest)])).iter().map(ToString::to_string).collect();
        assert_eq!(
            complaints,
            [
                "crates/ledger/Cargo.toml:7: `ledger` may not know `billing`; of our crates it may know: credits, postgres-fixture"
            ]
        );
    }

    #[test]
    fn edges_of_tests_count_as_well() {
        let manifest = "[package]\nname = \"credits\"\n[dev-dependencies]\nwire.workspace = true\n";
        assert_eq!(check(&Tree::of(&[("crates/credits/Cargo.toml", manifest)])).len(), 1);
    }

    #[test]
    fn a_crate_that_nobody_placed_is_told() {
        let manifest = "[package]\nname = \"extra\"\n";
        assert_eq!(check(&Tree::of(&[("crates/extra/Cargo.toml", manifest)])).len(), 1);
    }
}
