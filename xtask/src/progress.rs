//! One line for each step that takes longer than a second: a spinner on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// Steps shorter than this leave no line behind.
const SILENT_BELOW: Duration = Duration::from_secs(1);
/// How often a plain log says that a step is still at work.
const PLAIN_EVERY: Duration = Duration::from_secs(20);

/// A step that is under way.
pub struct Step {
    label: String,
    started: Instant,
    said: Instant,
    bar: Option<ProgressBar>,
}

/// Does `work` and shows that it is under way; says at the end how long it took.
pub fn step<T>(label: &str, work: impl FnOnce(&mut Step) -> Result<T>) -> Result<T> {
    let mut step = Step::begin(label);
    let result = work(&mut step);
    step.end(result.is_ok());
    result
}

impl Step {
    fn begin(label: &str) -> Self {
        let now = Instant::now();
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {elapsed} {wide_msg:.dim}") {
                bar.set_style(style);
            }
            bar.set_prefix(label.to_owned());
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self { label: label.to_owned(), started: now, said: now, bar }
    }

    /// What the step is doing just now.
    pub fn detail(&mut self, detail: &str) {
        match &self.bar {
            Some(bar) => bar.set_message(detail.to_owned()),
            None => self.say_in_plain_log(detail),
        }
    }

    fn say_in_plain_log(&mut self, detail: &str) {
        let is_first = self.said == self.started;
        let quiet_for = if is_first { SILENT_BELOW } else { PLAIN_EVERY };
        if self.said.elapsed() < quiet_for {
            return;
        }
        self.said = Instant::now();
        eprintln!("  … {} ({}) {}", self.label, seconds(self.started.elapsed()), detail.trim());
    }

    /// Prints a line above the spinner.
    pub fn print(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| println!("{line}")),
            None => println!("{line}"),
        }
    }

    fn end(self, succeeded: bool) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let took = self.started.elapsed();
        if !succeeded {
            eprintln!("  ✗ {} ({})", self.label, seconds(took));
        } else if took >= SILENT_BELOW {
            eprintln!("  ✓ {} ({})", self.label, seconds(took));
        }
    }
}

/// A duration as people read it: `0.4 s`, `12 s`, `3 min 20 s`.
pub fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    if whole >= 60 {
        format!("{} min {} s", whole / 60, whole % 60)
    } else if whole >= 10 {
        format!("{whole} s")
    } else {
        format!("{}.{} s", whole, duration.subsec_millis() / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_people_read_them() {
        let written = [400, 9_999, 12_600, 200_000].map(|ms| seconds(Duration::from_millis(ms)));
        assert_eq!(written, ["0.4 s", "9.9 s", "12 s", "3 min 20 s"]);
    }
}
