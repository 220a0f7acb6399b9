//! The list of generations, and what is on its way to become one.

use credits::Timestamp;
use leptos::prelude::*;

use super::calls::Calls;
use crate::format::sentences;
use crate::state::generations::{Action, Generations};

/// The list of generations.
#[derive(Clone, Copy)]
pub struct GenerationsContext {
    /// The cards.
    pub list: RwSignal<Generations>,
    /// What screen readers are told.
    pub announcement: RwSignal<Option<String>>,
    /// What is on its way.
    pub calls: Calls,
}

/// The list of generations.
#[must_use]
pub fn use_generations() -> GenerationsContext {
    super::contexts().generations
}

impl GenerationsContext {
    /// The list that came with the page, and when that was.
    #[must_use]
    pub fn new(first: wire::List<wire::Generation>, since: Timestamp) -> Self {
        Self {
            list: RwSignal::new(Generations::new(first, since)),
            announcement: RwSignal::new(None),
            calls: Calls::none(),
        }
    }

    /// Takes what has happened, and announces what has started or ended by it.
    pub fn apply(self, action: Action) {
        let changed = self.list.try_update(|list| list.apply(action)).unwrap_or_default();
        if let Some(generation) = changed.first() {
            self.announcement.set(Some(sentences::announcement(generation)));
        }
    }

    /// Takes one generation as it is now.
    pub fn told(self, generation: wire::Generation) {
        self.apply(Action::Told(Box::new(generation)));
    }
}
