//! Every package takes the workspace's lints.

use super::complaint::Complaint;
use super::tree::Tree;

/// Complains about manifests that do not say `lints.workspace = true`.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    tree.manifests()
        .filter(|manifest| !takes_the_lints(&manifest.text))
        .map(|manifest| Complaint::new(&manifest.path, 1, "add `[lints]` with `workspace = true`"))
        .collect()
}

fn takes_the_lints(text: &str) -> bool {
    let Ok(manifest) = text.parse::<toml::Table>() else { return false };
    manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_without_the_lints_is_found() {
        let tree = Tree::of(&[
            ("Cargo.toml", "[workspace]\n"),
            ("a/Cargo.toml", "[lints]\nworkspace = true\n"),
            ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
        ]);
        let files: Vec<_> = check(&tree).into_iter().map(|complaint| complaint.file).collect();
        assert_eq!(files, ["b/Cargo.toml"]);
    }
}
