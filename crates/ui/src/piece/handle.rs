//! An element of the page that code can reach once it is there.

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;

/// Reaches an element. Absent on the server, and until the element is on the page.
#[derive(Clone, Copy)]
pub struct Handle(RwSignal<Option<SendWrapper<web_sys::Element>>>);

impl Handle {
    /// Reaches nothing yet; `Element::reached_by` changes that.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// The element; what reads it here is told when it comes.
    #[must_use]
    pub fn get<T: JsCast>(self) -> Option<T> {
        self.0.get().and_then(|element| element.take().dyn_into().ok())
    }

    /// The element as of now.
    #[must_use]
    pub fn now<T: JsCast>(self) -> Option<T> {
        untrack(|| self.get())
    }

    #[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
    pub(super) fn reach(self, element: &web_sys::Element) {
        self.0.set(Some(SendWrapper::new(element.clone())));
    }
}
