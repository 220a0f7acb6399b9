//! A request that was not served: why, and the name under which the log has it.

use leptos::prelude::*;

use crate::components::plain_shell::PlainShell;
use crate::format::plain_messages;
use crate::piece::{IntoPiece, Piece};

/// A request that was not served. Without a reason the fault is ours, and the page says so.
#[component]
pub fn ErrorPage(
    /// The request's name in our log.
    request_id: String,
    /// Why, in a few words.
    title: Option<String>,
    /// Why, and what to do, in a sentence.
    detail: Option<String>,
) -> Piece {
    let hint = if title.is_none() { plain_messages::FAULT_HINT } else { plain_messages::REFUSED_HINT };
    let heading = title.unwrap_or_else(|| plain_messages::FAULT.to_owned());
    let page = view! {
        {detail.map(|detail| view! { <p class="plain__text">{detail}</p> })}
        <p class="plain__hint">{hint}</p>
        <p class="plain__hint">{plain_messages::REQUEST}" "<code class="code">{request_id}</code></p>
        <a class="button button--primary button--wide" href="/">{plain_messages::BACK_TO_WORKSPACE}</a>
    };
    view! { <PlainShell heading=heading.piece() page=page.piece()/> }.piece()
}
