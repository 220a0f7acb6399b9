//! The intent that is under way or waits for credits, remembered by the tab until the server has accepted it.

use credits::Request;
use leptos::prelude::*;

use crate::browser::{clock, random, storage};
use crate::state::intent::{Intent, LastAccepted, reuse_or_begin};

const NAME: &str = "farebox.intent";

/// The intent that is under way or waits for credits.
#[derive(Clone, Copy)]
pub struct Intents {
    kept: RwSignal<Option<Intent>>,
    last_accepted: StoredValue<Option<LastAccepted>>,
}

/// The intent that is under way or waits for credits. What the tab remembers is there once the page lives.
#[must_use]
pub fn use_kept_intents() -> Intents {
    let intents = Intents { kept: RwSignal::new(None), last_accepted: StoredValue::new(None) };
    Effect::new(move |_| intents.kept.set(storage::read(NAME)));
    intents
}

impl Intents {
    /// Takes a click on a request and remembers it, with its key, before the first attempt. Nothing when the click belongs to one
    /// that has been served.
    #[must_use]
    pub fn begin(self, request: &Request) -> Option<Intent> {
        let now_ms = clock::now_ms();
        let is_same_click = self.last_accepted.try_update_value(|last| match last {
            // A held key goes on clicking: each click in vain pushes the end of this click back.
            Some(last) if last.is_same_click(request, now_ms) => {
                last.at_ms = now_ms;
                true
            }
            Some(_) | None => false,
        });
        if is_same_click == Some(true) {
            return None;
        }
        let kept = self.kept.get_untracked();
        let intent = reuse_or_begin(kept, request, || random::uuid().to_string());
        self.keep(Some(intent.clone()));
        Some(intent)
    }

    /// The intent waits for credits.
    pub fn wait(self) {
        if let Some(intent) = self.kept.get_untracked() {
            self.keep(Some(Intent { is_waiting: true, ..intent }));
        }
    }

    /// The server has accepted the request: the next click is another intent.
    pub fn accepted(self, request: Request) {
        self.last_accepted.set_value(Some(LastAccepted { request, at_ms: clock::now_ms() }));
        self.keep(None);
    }

    /// The next click is one of its own, whatever was accepted a moment ago.
    pub fn end_click(self) {
        self.last_accepted.set_value(None);
    }

    /// The server has refused the request for good: another try is another intent.
    pub fn forget(self) {
        self.keep(None);
    }

    /// The intent that waits for credits, if one does.
    #[must_use]
    pub fn waiting(self) -> Option<Intent> {
        self.kept.get().filter(|kept| kept.is_waiting)
    }

    /// Shows an intent as if the tab had remembered it.
    #[cfg(all(feature = "ssr", debug_assertions))]
    pub fn remembers(self, intent: Intent) {
        self.kept.set(Some(intent));
    }

    fn keep(self, intent: Option<Intent>) {
        match &intent {
            Some(intent) => storage::write(NAME, intent),
            None => storage::remove(NAME),
        }
        self.kept.set(intent);
    }
}
