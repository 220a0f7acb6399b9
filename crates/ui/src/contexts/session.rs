//! Who is signed in. It does not change while a page lives: signing in and out load another page.

use leptos::prelude::*;
use wire::Me;

/// Who is signed in.
#[derive(Clone, Copy)]
pub struct Session(StoredValue<Option<Me>>);

/// Makes it known to everything below.
pub fn provide_session(me: Option<Me>) -> Session {
    let session = Session(StoredValue::new(me));
    provide_context(session);
    session
}

/// Who is signed in.
#[must_use]
pub fn use_session() -> Session {
    expect_context()
}

impl Session {
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
