//! The studio: panel and generations.

use leptos::prelude::*;

use crate::components::generations::GenerationList;
use crate::components::tool_sidebar::generation_controls::GenerationControls;

/// The studio.
#[component]
pub fn Workspace() -> impl IntoView {
    view! {
        <div class="workspace">
            <GenerationControls/>
            <GenerationList/>
        </div>
    }
    .into_any()
}
