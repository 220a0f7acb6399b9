//! What time it is, as the screens tell it.

use credits::Timestamp;
use leptos::prelude::*;

/// What time it is: the server's when the page was rendered, and moved on by what passes in the browser.
#[derive(Clone, Copy)]
pub struct ScreenClock(pub RwSignal<Timestamp>);

/// What time it is.
#[must_use]
pub fn use_screen_clock() -> ScreenClock {
    super::contexts().clock
}
