//! How far a long command is.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use crate::output::{grouped, to_stderr};

/// How often the progress is told.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// Tells a person at a terminal how far something is; a program is told nothing.
pub struct Progress {
    is_shown: bool,
    last: Instant,
    was_told: bool,
}

impl Progress {
    /// Nothing was told so far.
    pub fn new() -> Self {
        Self { is_shown: std::io::stderr().is_terminal(), last: Instant::now(), was_told: false }
    }

    /// So many of `what` are done.
    pub fn tell(&mut self, what: &str, number: u64) {
        if self.is_shown && self.last.elapsed() >= TELL_EVERY {
            self.last = Instant::now();
            self.was_told = true;
            let number = grouped(i64::try_from(number).unwrap_or(i64::MAX));
            to_stderr(&format!("\r\x1b[K{number} {what}"));
        }
    }

    /// Takes away what was told.
    pub fn end(&self) {
        if self.was_told {
            to_stderr("\r\x1b[K");
        }
    }
}
