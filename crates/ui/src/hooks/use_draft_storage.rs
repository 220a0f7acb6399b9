//! Remembers what is typed and chosen, and brings it back once the page lives.

use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

use crate::browser::storage;
use crate::contexts::catalog::use_catalog;
use crate::contexts::draft::use_draft;
use crate::piece::Handle;
use crate::state::controls::Draft;

const NAME: &str = "farebox.draft";

/// Joins the draft to what the tab remembers, and to the text area: what was typed before the page lived is not lost.
pub fn use_draft_storage(prompt: Handle) {
    let (draft, catalog) = (use_draft().0, use_catalog());
    let is_restored = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(element) = prompt.get::<HtmlTextAreaElement>() else { return };
        if is_restored.get_untracked() {
            return;
        }
        let (typed, kept) = (element.value(), storage::read::<Draft>(NAME));
        draft.update(|draft| {
            if let Some(kept) = kept {
                *draft = kept;
            }
            if !typed.is_empty() {
                draft.prompt = typed;
            }
            draft.keep_to(&catalog.now());
        });
        is_restored.set(true);
    });
    Effect::new(move |_| {
        let now = draft.get();
        if !is_restored.get() {
            return;
        }
        storage::write(NAME, &now);
        if let Some(element) = prompt.now::<HtmlTextAreaElement>().filter(|element| element.value() != now.prompt) {
            element.set_value(&now.prompt);
        }
    });
}
