//! `farebox ledger audit`: recomputes every balance and compares.

use std::process::ExitCode;

use ledger::audit::Report;
use serde_json::json;

use crate::cli::Audit;
use crate::data_folder::DataFolder;
use crate::exit::{DIFFERENCE, Failure};
use crate::output::{grouped, to_stdout};
use crate::progress::Progress;
use crate::storage::Storage;

/// Audits and prints what was found.
pub fn run(arguments: &Audit) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    let folder = DataFolder::open(&loaded.config)?;
    let mut progress = Progress::new();
    let storage = Storage::of(&loaded, &folder)?;
    let report = storage.audit(&mut |entries| progress.tell("entries checked", entries));
    progress.end();
    let report = report?;
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
        "lots": report.lots,
        "keys": report.keys,
        "differences": differences,
        "differences_unlisted": report.differences_unlisted,
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
        let listed = u64::try_from(report.differences.len()).unwrap_or(u64::MAX);
        text.push_str(&format!("{} differences.\n", count(listed.saturating_add(report.differences_unlisted))));
        for difference in &report.differences {
            text.push_str(&format!("account {}: {}\n", difference.account, difference.sentence));
        }
        if report.differences_unlisted > 0 {
            text.push_str(&format!("and {} more.\n", count(report.differences_unlisted)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use credits::AccountId;
    use ledger::audit::Difference;

    use super::*;

    fn with_differences(listed: usize, differences_unlisted: u64) -> Report {
        let sentence = "one is not two".to_owned();
        let difference = Difference { account: AccountId(uuid::Uuid::from_u128(1)), sentence };
        Report { accounts: 7, differences: vec![difference; listed], differences_unlisted, ..Report::default() }
    }

    #[test]
    fn differences_that_are_not_listed_are_counted_in_both_forms() {
        let report = with_differences(2, 1_500);
        let text = as_text(&report);
        assert!(text.starts_with("7 accounts, 0 entries and 0 holds checked: 1,502 differences.\n"), "{text}");
        assert!(text.ends_with("one is not two\nand 1,500 more.\n"), "{text}");
        let json: serde_json::Value = serde_json::from_str(&as_json(&report)).unwrap();
        assert_eq!((json["clean"].as_bool(), json["differences_unlisted"].as_u64()), (Some(false), Some(1_500)));
    }

    #[test]
    fn differences_that_are_all_listed_are_followed_by_nothing() {
        let text = as_text(&with_differences(2, 0));
        assert!(text.contains(" 2 differences.\n") && text.ends_with("one is not two\n"), "{text}");
    }
}
