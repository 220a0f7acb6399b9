//! What is typed and chosen in the panel.

use credits::Catalog;
use leptos::prelude::*;

use crate::state::controls::Draft;

/// What is typed and chosen in the panel.
#[derive(Clone, Copy)]
pub struct DraftContext(pub RwSignal<Draft>);

/// Makes it known to everything below, as a newcomer finds it: the server does not know what the tab remembers.
pub fn provide_draft(catalog: &Catalog) {
    provide_context(DraftContext(RwSignal::new(Draft::new(catalog))));
}

/// What is typed and chosen in the panel.
#[must_use]
pub fn use_draft() -> DraftContext {
    expect_context()
}
