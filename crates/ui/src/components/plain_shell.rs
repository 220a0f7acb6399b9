//! What surrounds pages outside of the studio: forms, notices, errors. One column, one heading.

use leptos::prelude::*;

use crate::format::messages;
use crate::piece::{IntoPiece, Piece};

/// A page of one column.
#[component]
pub fn PlainShell(
    /// The one heading.
    heading: Piece,
    /// The page.
    page: Piece,
) -> Piece {
    view! {
        <main class="plain">
            <a class="logo" href="/" aria-label=messages::PRODUCT>"F"</a>
            <div class="plain__card">
                <h1 class="plain__heading">{heading}</h1>
                {page}
            </div>
        </main>
    }
    .piece()
}
