//! How many tests ran, read from what the test programs print.

use std::fmt;
use std::ops::AddAssign;

/// Tests by their outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// They did what they say.
    pub passed: u64,
    /// They did not, or took so long that they were ended.
    pub failed: u64,
    /// They were asked not to run.
    pub skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

impl Counts {
    /// Adds up the summaries in the output of `cargo test`: one `test result:` line for each program.
    pub fn of_cargo_test(output: &str) -> Self {
        let summaries = output.lines().filter_map(|line| line.trim_start().strip_prefix("test result:"));
        let mut counts = Self::default();
        for summary in summaries {
            counts += Self {
                passed: number_before(summary, "passed"),
                failed: number_before(summary, "failed"),
                skipped: number_before(summary, "ignored"),
            };
        }
        counts
    }

    /// Reads the summary of `cargo nextest`. A test outside the selection is not counted as skipped: another stage runs it.
    pub fn of_nextest(output: &str) -> Self {
        let Some(summary) = output.lines().rev().find(|line| line.trim_start().starts_with("Summary [")) else {
            return Self::default();
        };
        Self {
            passed: number_before(summary, "passed"),
            failed: number_before(summary, "failed") + number_before(summary, "timed out"),
            skipped: 0,
        }
    }
}

/// The number in front of a word: 12 in `12 passed`.
fn number_before(text: &str, word: &str) -> u64 {
    text.split([',', ';', ':', '.'])
        .filter_map(|part| {
            part.trim().strip_suffix(word).or_else(|| part.trim().split_once(word).map(|(before, _)| before))
        })
        .find_map(|before| before.trim().rsplit(' ').next()?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_of_cargo_test_is_counted() {
        let output = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                      test result: FAILED. 40 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(Counts::of_cargo_test(output), Counts { passed: 42, failed: 3, skipped: 1 });
    }

    #[test]
    fn the_summary_of_nextest_is_counted() {
        let cases = [
            ("     Summary [   0.012s] 5 tests run: 5 passed, 3 skipped", 5, 0),
            ("     Summary [  12.5s] 7 tests run: 4 passed (1 slow, 1 flaky), 2 failed, 1 timed out, 0 skipped", 4, 3),
            ("     Summary [   0.1s] 1 test run: 0 passed, 1 failed, 9 skipped", 0, 1),
        ];
        for (line, passed, failed) in cases {
            assert_eq!(Counts::of_nextest(line), Counts { passed, failed, skipped: 0 }, "{line}");
        }
    }

    #[test]
    fn output_without_a_summary_counts_nothing() {
        assert_eq!(Counts::of_nextest("error: could not compile"), Counts::default());
    }

    #[test]
    fn skipped_tests_are_named_only_when_there_are_any() {
        let counts = Counts { passed: 12, failed: 0, skipped: 0 };
        assert_eq!(counts.to_string(), "12 passed, 0 failed");
        assert_eq!(Counts { skipped: 2, ..counts }.to_string(), "12 passed, 0 failed, 2 skipped");
    }
}
