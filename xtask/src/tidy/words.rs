//! What people read on the screens stands in one place, `crates/ui/src/format/messages.rs`, so that another language is one other file.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::complaint::Complaint;
use super::tree::Tree;

/// Where screens are put together out of words from elsewhere.
const SCREENS: [&str; 2] = ["crates/ui/src/components/", "crates/ui/src/pages/"];

/// Attributes whose values are read, by eye or by ear.
const READ: [&str; 4] = ["\"aria-label\"", "\"title\"", "\"placeholder\"", "\"alt\""];

const MESSAGE: &str = "words that people read belong into crates/ui/src/format/messages.rs";

/// Complains about every text that a screen brings along itself.
pub fn check(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for file in tree.rust().filter(|file| SCREENS.iter().any(|screens| file.path.starts_with(screens))) {
        // A file that is not Rust is the business of another check.
        let Ok(tokens) = file.text.parse::<TokenStream>() else { continue };
        for line in lines_with_words(tokens) {
            complaints.push(Complaint::new(&file.path, line, MESSAGE));
        }
    }
    complaints
}

fn lines_with_words(tokens: TokenStream) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut before = None;
    for tree in tokens {
        if let TokenTree::Group(group) = &tree {
            let called = before.as_deref().filter(|_| group.delimiter() == Delimiter::Parenthesis);
            if called.is_some_and(|called| brings_words(called, group.stream())) {
                lines.push(group.span_open().start().line);
            }
            lines.extend(lines_with_words(group.stream()));
        }
        before = if let TokenTree::Ident(ident) = &tree { Some(ident.to_string()) } else { None };
    }
    lines
}

fn brings_words(called: &str, arguments: TokenStream) -> bool {
    let arguments: Vec<String> = arguments.into_iter().map(|token| token.to_string()).collect();
    match (called, arguments.as_slice()) {
        ("child", [text]) => is_words(text),
        ("attr", [name, _, text]) => READ.contains(&name.as_str()) && is_words(text),
        _ => false,
    }
}

/// Whether a token is a text with a word in it. A single letter is a drawing.
fn is_words(token: &str) -> bool {
    token.starts_with('"') && token.chars().filter(|character| character.is_alphabetic()).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str) -> Vec<usize> {
        lines_with_words(source.parse().unwrap())
    }

    #[test]
    fn words_in_a_screen_are_found_wherever_they_stand() {
        assert_eq!(lines("fn a() {\n p().child(\"Not charged\")\n}"), [2]);
        assert_eq!(lines("fn a() { div().child(span()\n.attr(\"title\", \"Home\")) }"), [2]);
    }

    #[test]
    fn words_from_elsewhere_and_what_is_no_word_are_left_alone() {
        let source = "p().class(\"card card--wide\").attr(\"id\", \"prompt\").child(messages::PROMPT).child(\" · \").child(\"F\")";
        assert_eq!(lines(source), Vec::<usize>::new());
    }
}
