//! What is typed and chosen in the panel.

use leptos::prelude::*;

use crate::state::controls::Draft;

/// What is typed and chosen in the panel.
#[derive(Clone, Copy)]
pub struct DraftContext(pub RwSignal<Draft>);

/// What is typed and chosen in the panel.
#[must_use]
pub fn use_draft() -> DraftContext {
    super::contexts().draft
}
