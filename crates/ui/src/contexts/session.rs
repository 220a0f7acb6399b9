//! Who is signed in. It does not change while a page lives: signing in and out load another page.

use leptos::prelude::*;
use wire::Me;

/// Who is signed in.
#[derive(Clone, Copy)]
pub struct Session(StoredValue<Option<Me>>);

/// Who is signed in.
#[must_use]
pub fn use_session() -> Session {
    super::contexts().session
}

impl Session {
    /// The session of whoever the page was rendered for.
    #[must_use]
    pub fn new(me: Option<Me>) -> Self {
        Self(StoredValue::new(me))
    }

    /// The account's owner, if anybody.
    #[must_use]
    pub fn me(self) -> Option<Me> {
        self.0.get_value()
    }

    /// Whether anybody is.
    #[must_use]
    pub fn is_signed_in(self) -> bool {
        self.0.with_value(Option::is_some)
    }
}
