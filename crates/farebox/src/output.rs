//! Writing to the terminal or a pipe. A reader that has gone away is no error of ours.

use std::io::Write as _;

use serde::Serialize;

use crate::exit::Failure;

/// Writes results.
pub fn to_stdout(text: &str) {
    let mut stdout = std::io::stdout().lock();
    // Whoever read us has gone: there is nobody left to tell.
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

/// Writes what is not a result: problems and progress.
pub fn to_stderr(text: &str) {
    let mut stderr = std::io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}

/// An answer for programs.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn json(answer: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(answer);
    text.map(|text| text + "\n").map_err(|error| Failure::Unavailable(format!("the answer is no JSON: {error}")))
}

/// A number as people read it: 1,200.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let shown = [0, 12, 300, 1_200, -12_345_678].map(grouped);
        assert_eq!(shown, ["0", "12", "300", "1,200", "-12,345,678"]);
    }
}
