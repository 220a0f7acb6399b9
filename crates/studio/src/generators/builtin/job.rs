//! One running piece of work: who may stop it, and how far it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Pace;
use crate::generators::Control;

/// The work was stopped: nothing of it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// How long a slowed job rests before it asks again whether it should stop.
const REST_SLICE: Duration = Duration::from_millis(20);

/// What the painting thread holds on to while it works.
#[derive(Debug, Clone)]
pub struct Job {
    control: Control,
    abandoned: Arc<AtomicBool>,
    pace: Pace,
}

impl Job {
    pub fn new(control: Control, abandoned: Arc<AtomicBool>, pace: Pace) -> Self {
        Self { control, abandoned, pace }
    }

    /// Asked between any two passes of the painting, so every few milliseconds.
    pub fn check(&self) -> Result<(), Stopped> {
        if self.control.is_cancelled() || self.abandoned.load(Ordering::Relaxed) { Err(Stopped) } else { Ok(()) }
    }

    /// Reports that `done` of `total` steps are finished, rests if the pace says so, and asks whether to go on.
    pub fn finished_step(&self, done: u32, total: u32) -> Result<(), Stopped> {
        // The last thousandth belongs to whoever hands the files over.
        let permille = u64::from(done) * 999 / u64::from(total.max(1));
        self.control.progress(u32::try_from(permille).unwrap_or(999));
        match self.pace {
            Pace::Full => {}
            Pace::Slowed { rest_per_step_ms } => self.rest(Duration::from_millis(rest_per_step_ms))?,
        }
        self.check()
    }

    pub fn finished(&self) {
        self.control.progress(1_000);
    }

    fn rest(&self, mut left: Duration) -> Result<(), Stopped> {
        while !left.is_zero() {
            self.check()?;
            let slice = left.min(REST_SLICE);
            std::thread::sleep(slice);
            left = left.saturating_sub(slice);
        }
        Ok(())
    }
}

/// Stops the painting thread when nobody waits for its result any more.
#[derive(Debug)]
pub struct AbandonOnDrop(pub Arc<AtomicBool>);

impl Drop for AbandonOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
