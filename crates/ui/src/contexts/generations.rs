//! The list of generations, and what is on its way to become one.

use leptos::prelude::*;

use crate::format::messages;
use crate::state::generations::{Action, Generations};

/// The list of generations.
#[derive(Clone, Copy)]
pub struct GenerationsContext {
    /// The cards.
    pub list: RwSignal<Generations>,
    /// What screen readers are told.
    pub announcement: RwSignal<String>,
    /// Whether a request is on its way.
    pub is_submitting: RwSignal<bool>,
}

/// Makes it known to everything below.
pub fn provide_generations(first: wire::List<wire::Generation>) -> GenerationsContext {
    let context = GenerationsContext {
        list: RwSignal::new(Generations::new(first)),
        announcement: RwSignal::new(String::new()),
        is_submitting: RwSignal::new(false),
    };
    provide_context(context);
    context
}

/// The list of generations.
#[must_use]
pub fn use_generations() -> GenerationsContext {
    expect_context()
}

impl GenerationsContext {
    /// Takes what has happened, and announces what has started or ended by it.
    pub fn apply(self, action: Action) {
        let changed = self.list.try_update(|list| list.apply(action)).unwrap_or_default();
        if let Some(generation) = changed.first() {
            self.announcement.set(messages::announcement(generation));
        }
    }
}
