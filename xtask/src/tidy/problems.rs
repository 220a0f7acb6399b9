//! Every problem code has its page, and every page its code.

use super::complaint::Complaint;
use super::rust_enum::{lowercase, variants};
use super::tree::Tree;

const CODES: &str = "crates/wire/src/code.rs";
const PAGES: &str = "docs/problems/";

/// Complains about codes without a page and pages without a code.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    let codes: Vec<_> =
        variants(tree.text(CODES).unwrap_or_default(), "Code").iter().map(|code| lowercase(code, '-')).collect();
    if codes.is_empty() {
        return Vec::new();
    }
    let without_page = codes
        .iter()
        .map(|code| format!("{PAGES}{code}.md"))
        .filter(|page| tree.text(page).is_none())
        .map(|page| Complaint::new(&page, 1, format!("is missing: {CODES} has this code")));
    let without_code = tree
        .files()
        .filter(|file| {
            let name = file.path.strip_prefix(PAGES).and_then(|name| name.strip_suffix(".md"));
            name.is_some_and(|name| name != "README" && !codes.iter().any(|code| code == name))
        })
        .map(|file| Complaint::new(&file.path, 1, format!("{CODES} has no such code")));
    without_page.chain(without_code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_pages_belong_together() {
        let tree = Tree::of(&[
            (CODES, "pub enum Code { NotFound, PriceChanged }"),
            ("docs/problems/not-found.md", "# Not found"),
            ("docs/problems/gone.md", "# Gone"),
            ("docs/problems/README.md", "# Problems"),
        ]);
        let files: Vec<_> = check(&tree).into_iter().map(|complaint| complaint.file).collect();
        assert_eq!(files, ["docs/problems/price-changed.md", "docs/problems/gone.md"]);
    }
}
