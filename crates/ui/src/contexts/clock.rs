//! What time it is, as the screens tell it.

use credits::Timestamp;
use leptos::prelude::*;

/// What time it is: the server's when the page was rendered, and moved on by what passes in the browser.
#[derive(Clone, Copy)]
pub struct ScreenClock(pub RwSignal<Timestamp>);

/// Makes it known to everything below.
pub fn provide_screen_clock(now: Timestamp) -> ScreenClock {
    let clock = ScreenClock(RwSignal::new(now));
    provide_context(clock);
    clock
}

/// What time it is.
#[must_use]
pub fn use_screen_clock() -> ScreenClock {
    expect_context()
}
