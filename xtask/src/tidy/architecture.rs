//! `ARCHITECTURE.md` names every crate.

use super::complaint::Complaint;
use super::tree::Tree;

const PAGE: &str = "ARCHITECTURE.md";

/// Complains about crates that the page leaves out.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    let Some(page) = tree.text(PAGE) else {
        return vec![Complaint::new(PAGE, 1, "is missing: it names every crate and what it is for")];
    };
    let folders = tree.manifests().filter_map(|manifest| manifest.path.strip_suffix("/Cargo.toml"));
    folders
        .filter(|folder| !names(page, folder))
        .map(|folder| Complaint::new(PAGE, 1, format!("does not name the crate {folder}")))
        .collect()
}

/// A crate is named by its folder, or by its own name between backticks, slashes or spaces.
fn names(page: &str, folder: &str) -> bool {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    page.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).any(|word| word == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_that_is_left_out_is_told() {
        let tree = Tree::of(&[
            ("ARCHITECTURE.md", "- `crates/ledger/`: who has how many.\n- xtask\n"),
            ("crates/ledger/Cargo.toml", ""),
            ("crates/edge/Cargo.toml", ""),
            ("xtask/Cargo.toml", ""),
        ]);
        let messages: Vec<_> = check(&tree).into_iter().map(|complaint| complaint.message).collect();
        assert_eq!(messages, ["does not name the crate crates/edge"]);
    }

    #[test]
    fn part_of_a_longer_word_is_no_name() {
        assert!(!names("building things", "crates/ui"));
        assert!(names("the `ui` crate", "crates/ui"));
    }
}
