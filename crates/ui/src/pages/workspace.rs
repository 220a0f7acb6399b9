//! The studio: panel and generations.

use leptos::prelude::*;

use crate::components::generations::GenerationList;
use crate::components::tool_sidebar::generation_controls::GenerationControls;
use crate::piece::{IntoPiece, Piece};

/// The studio.
#[component]
pub fn Workspace() -> Piece {
    view! {
        <div class="workspace">
            <GenerationControls/>
            <GenerationList/>
        </div>
    }
    .piece()
}
