//! No function is longer than a screen.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::complaint::Complaint;
use super::tree::Tree;

/// Lines from `fn` to the closing brace.
const LIMIT: usize = 70;

/// Complains about long functions, and about files that cannot be read as Rust.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.rust() {
        let mut long = LongFunctions { path: &file.path, complaints: &mut complaints };
        match syn::parse_file(&file.text) {
            Ok(parsed) => long.visit_file(&parsed),
            Err(error) => {
                let line = error.span().start().line;
                complaints.push(Complaint::new(&file.path, line, format!("cannot be read as Rust: {error}")));
            }
        }
    }
    complaints
}

struct LongFunctions<'a> {
    path: &'a str,
    complaints: &'a mut Vec<Complaint>,
}

impl LongFunctions<'_> {
    fn measure(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let first = signature.span().start().line;
        let lines = block.span().end().line.saturating_sub(first) + 1;
        if lines > LIMIT {
            let message = format!("`{}` has {lines} lines; a function may have {LIMIT}", signature.ident);
            self.complaints.push(Complaint::new(self.path, first, message));
        }
    }
}

impl<'ast> Visit<'ast> for LongFunctions<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.measure(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(lines: usize) -> String {
        format!("/// Doc.\nfn long() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    #[test]
    fn the_limit_is_the_last_length_allowed() {
        assert!(check(&Tree::of(&[("a.rs", &function(70))])).is_empty());
        let complaints: Vec<_> = check(&Tree::of(&[("a.rs", &function(71))])).iter().map(ToString::to_string).collect();
        assert_eq!(complaints, ["a.rs:2: `long` has 71 lines; a function may have 70"]);
    }

    #[test]
    fn methods_and_functions_in_modules_count_too() {
        let inside = format!("mod m {{ impl A {{ {} }} }}", function(71));
        assert_eq!(check(&Tree::of(&[("a.rs", &inside)])).len(), 1);
    }

    #[test]
    fn what_is_not_rust_is_told() {
        assert_eq!(check(&Tree::of(&[("a.rs", "fn (")])).len(), 1);
    }
}
