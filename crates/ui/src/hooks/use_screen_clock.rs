//! Keeps the screens' clock going once the page lives, so that `just now` does not stay for ever.

use std::time::Duration;

use credits::Timestamp;
use leptos::prelude::*;

use crate::browser::clock::now_ms;
use crate::contexts::clock::ScreenClock;

const TICK: Duration = Duration::from_secs(20);

/// Moves the clock on by the time that passes in the browser, whose own date may be wrong.
pub fn use_ticking(clock: ScreenClock) {
    let start = clock.0.get_untracked();
    Effect::new(move |_| {
        let start_ms = now_ms();
        set_interval(
            move || {
                #[expect(clippy::cast_possible_truncation, reason = "a page does not live for 300,000 years")]
                let passed_us = ((now_ms() - start_ms) * 1_000.0) as i64;
                clock.0.set(Timestamp(start.0.saturating_add(passed_us)));
            },
            TICK,
        );
    });
}
