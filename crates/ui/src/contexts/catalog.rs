//! What things cost. It changes when the server says that a price has.

use std::sync::Arc;

use credits::Catalog;
use leptos::prelude::*;

/// What things cost.
#[derive(Clone, Copy)]
pub struct CatalogContext(RwSignal<Arc<Catalog>>);

/// Makes it known to everything below.
pub fn provide_catalog(catalog: wire::Catalog) -> CatalogContext {
    let context = CatalogContext(RwSignal::new(Arc::new(catalog.into())));
    provide_context(context);
    context
}

/// What things cost.
#[must_use]
pub fn use_catalog() -> CatalogContext {
    expect_context()
}

impl CatalogContext {
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
