//! Every Rust file opens with a `//!` line that says what it is for.

use super::complaint::Complaint;
use super::tree::Tree;

/// Complains about files that start with anything else.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    tree.rust()
        .filter(|file| !says_something(&file.text))
        .map(|file| Complaint::new(&file.path, 1, "the first line has to be `//!` and say what the file is for"))
        .collect()
}

fn says_something(text: &str) -> bool {
    text.lines().next().and_then(|line| line.strip_prefix("//!")).is_some_and(|rest| !rest.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_first_line_that_says_something_will_do() {
        let tree = Tree::of(&[
            ("a.rs", "//! Adds.\n"),
            ("b.rs", "//!\n//! Adds.\n"),
            ("c.rs", "use std::fs;\n//! Adds.\n"),
            ("d.rs", ""),
            ("e.md", "text"),
        ]);
        let files: Vec<_> = check(&tree).into_iter().map(|complaint| complaint.file).collect();
        assert_eq!(files, ["b.rs", "c.rs", "d.rs"]);
    }
}
