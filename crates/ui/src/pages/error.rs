//! A fault of ours, with the name under which the log has it.

use leptos::prelude::*;

use crate::components::plain_shell::PlainShell;
use crate::format::plain_messages;
use crate::piece::{IntoPiece, Piece};

/// A fault of ours.
#[component]
pub fn ErrorPage(
    /// The request's name in our log.
    request_id: String,
) -> Piece {
    let page = view! {
        <p class="plain__hint">{plain_messages::FAULT_HINT}</p>
        <p class="plain__hint">{plain_messages::REQUEST}" "<code class="code">{request_id}</code></p>
        <a class="button button--primary button--wide" href="/">{plain_messages::BACK_TO_WORKSPACE}</a>
    };
    view! { <PlainShell heading=plain_messages::FAULT.to_owned() page=page.piece()/> }.piece()
}
