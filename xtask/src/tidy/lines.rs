//! No file is longer than its kind may be.

use super::complaint::Complaint;
use super::tree::Tree;

/// Complains about Rust files over the limit of their kind.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    tree.rust()
        .filter_map(|file| {
            let (kind, limit) = limit(&file.path);
            let lines = file.text.lines().count();
            let message = format!("{lines} lines; {kind} may have {limit}");
            (lines > limit).then(|| Complaint::new(&file.path, limit + 1, message))
        })
        .collect()
}

fn limit(path: &str) -> (&'static str, usize) {
    let is_under = |folder: &str| path.starts_with(folder);
    if is_test(path) {
        ("a test file", 600)
    } else if is_under("crates/ui/src/contexts/") {
        ("a context", 50)
    } else if is_under("crates/ui/src/hooks/") {
        ("a hook", 150)
    } else if is_under("crates/ui/src/components/") || is_under("crates/ui/src/pages/") {
        ("a component or page", 200)
    } else {
        ("a file", 400)
    }
}

fn is_test(path: &str) -> bool {
    let is_in_tests = path.split('/').any(|part| part == "tests");
    is_in_tests || path.starts_with("e2e/") || path.ends_with("/tests.rs") || path.ends_with("_tests.rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_file_has_its_own_limit() {
        let cases = [
            ("crates/ui/src/contexts/credit_balance.rs", 50),
            ("crates/ui/src/hooks/use_credit_gate.rs", 150),
            ("crates/ui/src/pages/billing/mod.rs", 200),
            ("crates/ui/src/components/modals/insufficient_credits.rs", 200),
            ("crates/ui/src/state/generations.rs", 400),
            ("crates/ledger/tests/contract.rs", 600),
            ("crates/ledger/src/store/tests.rs", 600),
            ("e2e/src/browser.rs", 600),
        ];
        for (path, expected) in cases {
            assert_eq!(limit(path).1, expected, "{path}");
        }
    }

    #[test]
    fn the_first_line_too_many_is_named() {
        let full = "x\n".repeat(50);
        let over = "x\n".repeat(51);
        let tree = Tree::of(&[("crates/ui/src/contexts/a.rs", &full), ("crates/ui/src/contexts/b.rs", &over)]);
        let complaints: Vec<_> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(complaints, ["crates/ui/src/contexts/b.rs:51: 51 lines; a context may have 50"]);
    }
}
