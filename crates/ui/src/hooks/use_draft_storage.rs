//! Remembers what is typed and chosen, and brings it back once the page lives.

use leptos::ev::focus;
use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

use crate::browser::{cookie, storage};
use crate::contexts::catalog::use_catalog;
use crate::contexts::draft::use_draft;
use crate::piece::Handle;
use crate::state::controls::Draft;

const NAME: &str = "farebox.draft";

/// The cookie with what is chosen in the tab that was looked at last, from which the server renders the panel.
pub const CHOICES_COOKIE: &str = "farebox-choices";

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
        cookie::write(CHOICES_COOKIE, &now.choices());
        if let Some(element) = prompt.now::<HtmlTextAreaElement>().filter(|element| element.value() != now.prompt) {
            element.set_value(&now.prompt);
        }
    });
    Effect::new(move |_| {
        // Tabs may be set to different things, and the one that is loaded again is the one that is looked at.
        let handle = window_event_listener(focus, move |_| {
            if is_restored.get_untracked() {
                draft.with_untracked(|draft| cookie::write(CHOICES_COOKIE, &draft.choices()));
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Forgets everything that the tab and the browser remember of a person.
pub fn forget_person() {
    storage::clear();
    cookie::remove(CHOICES_COOKIE);
}
