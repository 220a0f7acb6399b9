//! One verb has one file of the same name in every layer, so that listing the files of a verb shows its whole slice.

use super::complaint::Complaint;
use super::rust_enum::{lowercase, variants};
use super::tree::Tree;

const COMMANDS: &str = "crates/credits/src/decide/command.rs";
/// The folders that have a file for every verb, as soon as they exist, and how those files end.
const LAYERS: [(&str, &str); 3] =
    [("crates/credits/src/decide", "rs"), ("crates/ledger/src/verbs", "rs"), ("docs/concepts", "md")];
/// Where nothing but verbs may lie.
const ONLY_VERBS: &str = "crates/ledger/src/verbs/";

/// Complains about verbs that a layer leaves out, and about files that are named after no verb.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    let verbs: Vec<_> =
        variants(tree.text(COMMANDS).unwrap_or_default(), "Command").iter().map(|name| lowercase(name, '_')).collect();
    if verbs.is_empty() {
        return Vec::new();
    }
    let missing = LAYERS.into_iter().filter(|(folder, _)| tree.has_folder(folder)).flat_map(|(folder, ending)| {
        verbs
            .iter()
            .map(move |verb| (format!("{folder}/{verb}.{ending}"), verb))
            .filter(|(path, _)| tree.text(path).is_none())
            .map(|(path, verb)| Complaint::new(&path, 1, format!("is missing: {COMMANDS} has the verb `{verb}`")))
            .collect::<Vec<_>>()
    });
    let strange = tree.rust().filter_map(|file| {
        let name = file.path.strip_prefix(ONLY_VERBS)?.strip_suffix(".rs")?;
        let is_known = name == "mod" || verbs.iter().any(|verb| verb == name);
        (!is_known)
            .then(|| Complaint::new(&file.path, 1, format!("is named after no verb; the verbs: {}", verbs.join(", "))))
    });
    missing.chain(strange).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_that_lacks_a_verb_is_told_and_so_is_a_verb_that_nobody_decided() {
        let tree = Tree::of(&[
            (COMMANDS, "pub enum Command { Hold(Hold), Settle(Settle) }"),
            ("crates/credits/src/decide/hold.rs", ""),
            ("crates/credits/src/decide/settle.rs", ""),
            ("crates/ledger/src/verbs/mod.rs", ""),
            ("crates/ledger/src/verbs/hold.rs", ""),
            ("crates/ledger/src/verbs/freeze.rs", ""),
        ]);
        let complaints: Vec<_> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            complaints,
            [
                "crates/ledger/src/verbs/settle.rs:1: is missing: crates/credits/src/decide/command.rs has the verb `settle`",
                "crates/ledger/src/verbs/freeze.rs:1: is named after no verb; the verbs: hold, settle",
            ]
        );
    }

    #[test]
    fn layers_that_do_not_exist_yet_lack_nothing() {
        let tree = Tree::of(&[(COMMANDS, "enum Command { Hold }"), ("crates/credits/src/decide/hold.rs", "")]);
        assert!(check(&tree).is_empty());
    }
}
