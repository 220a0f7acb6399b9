//! What an error code means: the page that the code's `type` leads to.

use wire::Code;

use crate::components::plain_shell::plain_shell;
use crate::format::messages::plain;
use crate::piece::{Piece, a, p};

/// What an error code means: paragraphs, separated by empty lines.
pub fn problem(code: Code, body: &str) -> Piece {
    let paragraphs = body.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let mut page: Vec<_> = paragraphs.map(|text| p().class("plain__text").child(text.to_owned())).collect();
    page.push(p().class("plain__foot").child(a().class("link").attr("href", "/").child(plain::BACK_TO_WORKSPACE)));
    plain_shell(code.title(), page)
}
