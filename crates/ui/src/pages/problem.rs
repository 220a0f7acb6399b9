//! What an error code means: the page that the code's `type` leads to.

use leptos::prelude::*;
use wire::Code;

use crate::components::plain_shell::PlainShell;
use crate::format::plain_messages;
use crate::piece::{IntoPiece, Piece};

/// What an error code means.
#[component]
pub fn Problem(
    /// The code.
    code: Code,
    /// Paragraphs, separated by empty lines.
    body: String,
) -> Piece {
    let paragraphs = body
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| view! { <p class="plain__text">{paragraph.to_owned()}</p> })
        .collect::<Vec<_>>();
    let page = view! {
        {paragraphs}
        <p class="plain__foot"><a class="link" href="/">{plain_messages::BACK_TO_WORKSPACE}</a></p>
    };
    view! { <PlainShell heading=code.title().to_owned().piece() page=page.piece()/> }.piece()
}
