//! The tables for `bench/README.md`.

use std::fmt::Write as _;

use super::LedgerResult;
use super::contenders::Kind;
use super::limits::Limits;
use super::moving::Moving;
use super::size::{Memory, Sizes};
use super::versus::Versus;
use super::workload::Shape;
use crate::figures::{Spread, verdict};

impl LedgerResult {
    /// All tables, one below the other.
    #[must_use]
    pub fn table(&self) -> String {
        let mut parts = vec![format!(
            "{}; {} s a cell each time, {} times in turn; median (spread)",
            self.circumstances,
            self.seconds_a_cell,
            super::versus::ROUNDS
        )];
        parts.extend(self.targets_table());
        parts.extend(self.versus.as_ref().map(Versus::table));
        parts.extend(self.limits.as_ref().map(Limits::table));
        parts.extend(self.memory.as_ref().map(Memory::table));
        parts.extend(self.sizes.as_ref().map(Sizes::table));
        parts.extend(self.moving.as_ref().map(Moving::table));
        parts.join("\n\n")
    }

    fn targets_table(&self) -> Option<String> {
        let targets = self.targets();
        if targets.is_empty() {
            return None;
        }
        let rows = targets
            .iter()
            .map(|target| format!("| {} | {} | {} |", target.wanted, target.measured, verdict(target.is_met)));
        Some(rows_below("| target | measured | |\n|---|--:|---|", rows))
    }
}

impl Versus {
    /// A table for each way in which accounts are chosen, then versions and audits.
    #[must_use]
    pub fn table(&self) -> String {
        let shapes = Shape::ALL.into_iter().filter(|shape| self.cells.iter().any(|cell| cell.shape == *shape));
        let mut text: String =
            shapes.fold(String::new(), |text, shape| format!("{text}{}\n\n", self.shape_table(shape)));
        // Writing to a string cannot fail.
        let versions: Vec<&str> = self.versions.values().map(String::as_str).collect();
        let _ = writeln!(text, "Versions: {}.", versions.join("; "));
        for (kind, why) in &self.missing {
            let _ = writeln!(text, "\nNot measured: {}: {why}.", kind.as_str());
        }
        let _ = writeln!(text, "\nEach ledger adds up afterwards:\n");
        for audit in &self.audits {
            let _ = writeln!(text, "- {}, {}: {}", audit.contender.as_str(), audit.shape.as_str(), audit.sentence);
        }
        text.trim_end().to_owned()
    }

    fn shape_table(&self, shape: Shape) -> String {
        let mut callers: Vec<usize> =
            self.cells.iter().filter(|cell| cell.shape == shape).map(|cell| cell.callers).collect();
        callers.sort_unstable();
        callers.dedup();
        let of_one = |count: &usize| if *count == 1 { "1 caller".to_owned() } else { format!("{count} callers") };
        let names: Vec<String> = callers.iter().map(of_one).collect();
        let head = format!(
            "| {}: operations a second · p50 and p99 of a pair | {} |\n|---|{}",
            shape.as_str(),
            names.join(" | "),
            "--:|".repeat(callers.len())
        );
        let measured = Kind::ALL.into_iter().filter(|kind| self.cells.iter().any(|cell| cell.contender == *kind));
        let rows = measured.map(|kind| {
            let cells: Vec<String> = callers.iter().map(|count| self.cell_text(kind, shape, *count)).collect();
            format!("| {} | {} |", kind.as_str(), cells.join(" | "))
        });
        rows_below(&head, rows)
    }

    fn cell_text(&self, kind: Kind, shape: Shape, callers: usize) -> String {
        let Some(cell) = self.find(kind, shape, callers) else { return String::new() };
        let rate = cell.operations_per_second;
        let rates = Spread { min: rate.min / 1_000.0, median: rate.median / 1_000.0, max: rate.max / 1_000.0 };
        format!(
            "{} · {} · {}",
            rates.shown(" k", 1),
            cell.pair_p50_ms.shown(" ms", 1),
            cell.pair_p99_ms.shown(" ms", 1)
        )
    }
}

impl Limits {
    /// What the machine allows, as a table.
    #[must_use]
    pub fn table(&self) -> String {
        let rows = [
            format!("| appends of 4 KiB with `fdatasync` | {} |", self.fdatasyncs_per_second.shown("/s", 0)),
            format!(
                "| p50 and p99 of one | {}; {} |",
                self.fdatasync_p50_ms.shown(" ms", 3),
                self.fdatasync_p99_ms.shown(" ms", 3)
            ),
            format!("| decisions in memory, one thread, keys kept | {} |", self.decisions_per_second.shown("/s", 0)),
            format!(
                "| requests to a server that says hello, 64 connections | {} |",
                self.hellos_per_second.shown("/s", 0)
            ),
        ];
        rows_below("| the machine's own limits | |\n|---|--:|", rows)
    }
}

impl Memory {
    /// What accounts take, as a table.
    #[must_use]
    pub fn table(&self) -> String {
        let row = |what: &str, bytes: u64| format!("| {what} | {:.1} MB |", bytes as f64 / 1e6);
        let rows = [
            row("after many pairs on a few accounts", self.resident_bytes_before),
            row("with as many accounts as are kept in memory", self.resident_bytes_cached),
            row(&format!("after {} accounts", self.accounts), self.resident_bytes_after),
        ];
        rows_below("| resident memory of a process with a ledger | |\n|---|--:|", rows)
    }
}

impl Sizes {
    /// The rate over each size, as a table, and what the largest took to start and to audit.
    #[must_use]
    pub fn table(&self) -> String {
        let rows = self.growth.iter().map(|sized| {
            format!(
                "| {} | {} | {:.2} GB | {} |",
                sized.size.accounts,
                sized.size.entries,
                sized.file_bytes as f64 / 1e9,
                sized.operations_per_second.shown("/s", 0)
            )
        });
        let head = "| accounts | entries | file | 512 callers, uniform |\n|--:|--:|--:|--:|";
        let mut text = rows_below(head, rows);
        if let Some(largest) = &self.largest {
            let _ = write!(
                text,
                "\n\nThe last of them: ready after {}; audit of {} entries, {:.0} MB at most.",
                largest.start_seconds.shown(" s", 3),
                largest.audit_entries_per_second.shown("/s", 0),
                largest.audit_resident_bytes_max as f64 / 1e6
            );
        }
        text
    }
}

impl Moving {
    /// The way of a ledger and back, as a table.
    #[must_use]
    pub fn table(&self) -> String {
        let rows = self.steps.iter().map(|step| format!("| {} | {:.0} |", step.what, step.entries_per_second));
        let mut text = rows_below("| a ledger there and back | entries/s |\n|---|--:|", rows);
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n\n{} accounts with {} entries, a file of {:.2} GB, each step once; {:.0} MB of memory at most.",
            self.size.accounts,
            self.size.entries,
            self.file_bytes as f64 / 1e9,
            self.resident_bytes_max as f64 / 1e6
        );
        text
    }
}

fn rows_below(head: &str, rows: impl IntoIterator<Item = String>) -> String {
    rows.into_iter().fold(head.to_owned(), |text, row| format!("{text}\n{row}"))
}
