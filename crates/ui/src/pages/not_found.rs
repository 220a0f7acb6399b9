//! There is nothing at this address.

use leptos::prelude::*;

use crate::components::plain_shell::PlainShell;
use crate::format::plain_messages;
use crate::piece::{IntoPiece, Piece};

/// There is nothing at this address.
#[component]
pub fn NotFound() -> Piece {
    let page = view! {
        <p class="plain__hint">{plain_messages::NOT_FOUND_HINT}</p>
        <a class="button button--primary button--wide" href="/">{plain_messages::BACK_TO_WORKSPACE}</a>
    };
    view! { <PlainShell heading=plain_messages::NOT_FOUND.to_owned().piece() page=page.piece()/> }.piece()
}
