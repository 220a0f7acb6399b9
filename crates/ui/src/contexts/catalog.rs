//! What things cost. It changes when the server says that a price has.

use std::sync::Arc;

use credits::Catalog;
use leptos::prelude::*;

/// What things cost.
#[derive(Clone, Copy)]
pub struct CatalogContext(RwSignal<Arc<Catalog>>);

/// What things cost.
#[must_use]
pub fn use_catalog() -> CatalogContext {
    super::contexts().catalog
}

impl CatalogContext {
    /// The catalog that came with the page.
    #[must_use]
    pub fn new(catalog: wire::Catalog) -> Self {
        Self(RwSignal::new(Arc::new(catalog.into())))
    }

    /// The catalog; what reads it here is told when it changes.
    #[must_use]
    pub fn get(self) -> Arc<Catalog> {
        self.0.get()
    }

    /// The catalog as it is at this moment.
    #[must_use]
    pub fn now(self) -> Arc<Catalog> {
        self.0.get_untracked()
    }

    /// Takes over a newer one.
    pub fn replace(self, catalog: wire::Catalog) {
        self.0.set(Arc::new(catalog.into()));
    }
}
