//! `farebox ledger audit`: recomputes every balance and compares.

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use ledger::audit::{Report, audit_sqlite};
use serde_json::json;

use crate::cli::Audit;
use crate::data_folder::DataFolder;
use crate::exit::{DIFFERENCE, Failure};
use crate::output::{grouped, to_stderr, to_stdout};

/// How often the progress is told.
const TELL_EVERY: Duration = Duration::from_millis(200);

/// Audits and prints what was found.
pub fn run(arguments: &Audit) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    let folder = DataFolder::open(&loaded.config.data)?;
    let mut progress = Progress::new();
    let report = audit_sqlite(&folder.ledger(), &mut |entries| progress.tell(entries));
    progress.end();
    let report = report.map_err(|error| Failure::Unavailable(format!("{} ({error})", error.sentence())))?;
    to_stdout(&if arguments.json { as_json(&report) } else { as_text(&report) });
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENCE) })
}

fn as_json(report: &Report) -> String {
    let differences: Vec<_> = report
        .differences
        .iter()
        .map(|difference| json!({ "account": difference.account, "detail": difference.sentence }))
        .collect();
    let report = json!({
        "clean": report.is_clean(),
        "accounts": report.accounts,
        "entries": report.entries,
        "holds": report.holds,
        "differences": differences,
    });
    format!("{report:#}\n")
}

fn as_text(report: &Report) -> String {
    let count = |number: u64| grouped(i64::try_from(number).unwrap_or(i64::MAX));
    let (accounts, entries, holds) = (count(report.accounts), count(report.entries), count(report.holds));
    let mut text = format!("{accounts} accounts, {entries} entries and {holds} holds checked: ");
    if report.is_clean() {
        text.push_str("every balance is the sum of its entries.\n");
    } else {
        text.push_str(&format!("{} differences.\n", report.differences.len()));
        for difference in &report.differences {
            text.push_str(&format!("account {}: {}\n", difference.account, difference.sentence));
        }
    }
    text
}

/// Tells a person at a terminal how far the audit is; a program is told nothing.
struct Progress {
    is_shown: bool,
    last: Instant,
    was_told: bool,
}

impl Progress {
    fn new() -> Self {
        Self { is_shown: std::io::stderr().is_terminal(), last: Instant::now(), was_told: false }
    }

    fn tell(&mut self, entries: u64) {
        if self.is_shown && self.last.elapsed() >= TELL_EVERY {
            self.last = Instant::now();
            self.was_told = true;
            to_stderr(&format!("\r{} entries checked", grouped(i64::try_from(entries).unwrap_or(i64::MAX))));
        }
    }

    fn end(&self) {
        if self.was_told {
            to_stderr("\r\x1b[K");
        }
    }
}
