//! `farebox billing reconcile`: compares with what the payment gateway lists, and puts right what is missing.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use credits::Timestamp;
use ledger::Clock;

use crate::cli::BillingReconcile as Arguments;
use crate::exit::{DIFFERENCE, Failure};
use crate::operator::{Answer, BillingReconcile, BillingReconciled, Request, call};
use crate::output::{json, to_stdout};

/// Compares and prints what was done.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let since = since(&arguments.since, Clock::system().now()).ok_or_else(|| {
        let allowed = "allowed is so many days or hours ago, like 30d or 12h, or a day, like 2026-11-01";
        Failure::Configuration(format!("--since {} is not allowed; {allowed}", arguments.since))
    })?;
    let loaded = arguments.common.load(None)?;
    match call(&loaded, Request::BillingReconcile(BillingReconcile { since: since.into() }))? {
        Answer::BillingReconciled(report) => {
            to_stdout(&if arguments.json { json(&report)? } else { page(&report) });
            Ok(if report.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENCE) })
        }
        _ => Err(Failure::something_else()),
    }
}

fn page(report: &BillingReconciled) -> String {
    let mut text = format!("{} things compared, {} put right", report.compared, report.healed.len());
    // Writing to a String cannot fail.
    let _ = writeln!(text, ", {} need a person.", report.problems.len());
    for healed in &report.healed {
        let _ = writeln!(text, "{} {} credits: {}", healed.done, healed.credits, healed.about);
    }
    for problem in &report.problems {
        let _ = writeln!(text, "{}: {}", problem.about, problem.problem);
    }
    text
}

/// The moment that somebody means; `None` when nobody can.
fn since(text: &str, now: Timestamp) -> Option<Timestamp> {
    let ago = |number: &str, seconds: u64| {
        let number: u64 = number.parse().ok()?;
        Some(now.before(Duration::from_secs(number.checked_mul(seconds)?)))
    };
    if let Some(days) = text.strip_suffix('d') {
        return ago(days, 24 * 60 * 60);
    }
    if let Some(hours) = text.strip_suffix('h') {
        return ago(hours, 60 * 60);
    }
    let day: jiff::civil::Date = text.parse().ok()?;
    let start = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(Timestamp(start.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_so_long_ago_or_a_day() {
        let now = Timestamp(1_764_201_600_000_000);
        let rows = [
            ("1d", Some(1_764_115_200_000_000)),
            ("2h", Some(1_764_194_400_000_000)),
            ("2025-11-01", Some(1_761_955_200_000_000)),
            ("soon", None),
            ("d", None),
            ("-1d", None),
            ("99999999999999999999d", None),
        ];
        for (text, expected) in rows {
            assert_eq!(since(text, now), expected.map(Timestamp), "{text}");
        }
    }
}
