//! What no source may contain: unfinished code, silenced tests and lints, and floats where credits are counted.
//!
//! Tokens are looked at, not text, so that strings and comments may name what is forbidden.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::complaint::Complaint;
use super::tree::Tree;

/// Where no number may be a float.
const WHOLE_NUMBERS_ONLY: &str = "crates/credits/src/";

/// Complains about every forbidden token.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.rust() {
        // A file that is not Rust is the business of another check.
        let Ok(tokens) = file.text.parse::<TokenStream>() else { continue };
        let mut walk = Walk { path: &file.path, complaints: &mut complaints };
        walk.tokens(tokens);
    }
    complaints
}

struct Walk<'a> {
    path: &'a str,
    complaints: &'a mut Vec<Complaint>,
}

impl Walk<'_> {
    fn tokens(&mut self, tokens: TokenStream) {
        let trees: Vec<_> = tokens.into_iter().collect();
        for (index, tree) in trees.iter().enumerate() {
            if let Some(message) = objection(tree, trees.get(index + 1), self.path.starts_with(WHOLE_NUMBERS_ONLY)) {
                self.complaints.push(Complaint::new(self.path, tree.span().start().line, message));
            }
            if let TokenTree::Group(group) = tree {
                self.tokens(group.stream());
            }
        }
    }
}

fn objection(tree: &TokenTree, next: Option<&TokenTree>, only_whole_numbers: bool) -> Option<&'static str> {
    match tree {
        TokenTree::Ident(ident) if is_punct(next, '!') => match ident.to_string().as_str() {
            "todo" | "unimplemented" => Some("unfinished code: finish it or leave it out"),
            _ => None,
        },
        TokenTree::Ident(ident) if only_whole_numbers => match ident.to_string().as_str() {
            "f32" | "f64" => Some("credits are whole numbers: no floats in this crate"),
            _ => None,
        },
        TokenTree::Literal(literal) if only_whole_numbers && is_float(&literal.to_string()) => {
            Some("credits are whole numbers: no floats in this crate")
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => attribute_objection(group.stream()),
        _ => None,
    }
}

fn attribute_objection(inside: TokenStream) -> Option<&'static str> {
    let mut trees = inside.into_iter();
    let (first, second) = (trees.next(), trees.next());
    let Some(TokenTree::Ident(name)) = first else { return None };
    let has_arguments = matches!(&second, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
    match name.to_string().as_str() {
        "ignore" if second.is_none() || is_punct(second.as_ref(), '=') => {
            Some("an ignored test shows nothing: make it pass or remove it")
        }
        "allow" if has_arguments => {
            Some("use `#[expect(lint, reason = \"…\")]`: it says why and ends when it is not needed")
        }
        _ => None,
    }
}

fn is_punct(tree: Option<&TokenTree>, wanted: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

fn is_float(literal: &str) -> bool {
    let is_number = literal.starts_with(|first: char| first.is_ascii_digit());
    is_number
        && !literal.starts_with("0x")
        && (literal.contains('.') || literal.ends_with("f32") || literal.ends_with("f64"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&Tree::of(&[(path, text)])).into_iter().map(|complaint| complaint.line).collect()
    }

    #[test]
    fn unfinished_code_is_found_wherever_it_hides() {
        let text = "fn a() {\n    todo!();\n}\nfn b() {\n    view! { <p>{unimplemented!(\"x\")}</p> }\n}\n";
        assert_eq!(lines("a.rs", text), [2, 5]);
    }

    #[test]
    fn silenced_tests_and_lints_are_found() {
        let text = "#[ignore]\n#[test]\nfn a() {}\n#[ignore = \"slow\"]\nfn b() {}\n#[allow(dead_code)]\nfn c() {}\n#![allow(x)]\n";
        assert_eq!(lines("a.rs", text), [1, 4, 6, 8]);
    }

    #[test]
    fn strings_comments_and_values_may_have_such_names() {
        let text = "// todo!()\nfn a(ignore: [u8; 2]) { let allow = [ignore[0]]; say(\"#[allow(x)] todo!()\"); }\n";
        assert_eq!(lines("a.rs", text), [] as [usize; 0]);
    }

    #[test]
    fn floats_are_forbidden_only_where_credits_are_counted() {
        let text = "fn a(x: f64) {\n    let y = 1.5;\n    let z = 2f32;\n    let ok = (0..9, 0xf64, t.0);\n}\n";
        assert_eq!(lines("crates/credits/src/quote.rs", text), [1, 2, 3]);
        assert_eq!(lines("crates/studio/src/paint.rs", text), [] as [usize; 0]);
    }
}
