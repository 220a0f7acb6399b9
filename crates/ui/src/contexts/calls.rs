//! What has been asked of the server about generations and is not answered yet.

use leptos::prelude::*;
use uuid::Uuid;

/// What is on its way.
#[derive(Clone, Copy)]
pub struct Calls {
    /// Whether a new generation has been asked for.
    pub is_submitting: RwSignal<bool>,
    /// Whether older cards have been asked for.
    pub is_loading_older: RwSignal<bool>,
    /// The generations whose end has been asked for, unless that failed.
    pub cancels: RwSignal<Vec<Uuid>>,
}

impl Calls {
    /// Nothing is.
    #[must_use]
    pub fn none() -> Self {
        Self {
            is_submitting: RwSignal::new(false),
            is_loading_older: RwSignal::new(false),
            cancels: RwSignal::new(Vec::new()),
        }
    }
}
