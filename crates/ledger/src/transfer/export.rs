//! Writes a ledger out, account by account.

use std::io::Write;

use sha2::{Digest, Sha256};

use super::lines::{EndLine, FORMAT, HeaderLine, Line, VERSION, hex};
use super::{Counts, Outlet, TransferError};

/// How many accounts are asked for at once.
const ACCOUNTS_A_PAGE: usize = 1_000;

/// How many entries are written between two reports of progress.
const ENTRIES_A_REPORT: u64 = 10_000;

/// Writes everything.
pub(super) fn export(
    outlet: &mut dyn Outlet,
    file: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Counts, TransferError> {
    let mut writer = Writer { file, sum: Sha256::new(), counts: Counts::default() };
    let last_batch = outlet.last_batch()?.map(|at| at.0);
    writer.write(&Line::Ledger(HeaderLine { format: FORMAT.to_owned(), version: VERSION, last_batch }))?;
    let mut after = None;
    loop {
        let page = outlet.accounts(after, ACCOUNTS_A_PAGE)?;
        let Some(last) = page.last() else { break };
        after = Some(*last);
        for account in page {
            outlet.account(account, &mut |line| {
                writer.write(&line)?;
                if writer.counts.entries.is_multiple_of(ENTRIES_A_REPORT) {
                    progress(writer.counts.entries);
                }
                Ok(())
            })?;
        }
    }
    writer.end()
}

struct Writer<'f> {
    file: &'f mut dyn Write,
    sum: Sha256,
    counts: Counts,
}

impl Writer<'_> {
    fn write(&mut self, line: &Line) -> Result<(), TransferError> {
        let mut text = serde_json::to_vec(line).map_err(std::io::Error::from)?;
        text.push(b'\n');
        self.sum.update(&text);
        self.counts.add(line);
        Ok(self.file.write_all(&text)?)
    }

    fn end(mut self) -> Result<Counts, TransferError> {
        let Counts { accounts, entries, lots, holds, keys, .. } = self.counts;
        let sha256 = hex(&self.sum.clone().finalize());
        self.write(&Line::End(EndLine { accounts, entries, lots, holds, keys, sha256 }))?;
        self.file.flush()?;
        Ok(self.counts)
    }
}

impl Counts {
    /// Counts a line.
    pub(super) const fn add(&mut self, line: &Line) {
        match line {
            Line::Account(_) => self.accounts += 1,
            Line::Entry(_) => self.entries += 1,
            Line::Lot(_) => self.lots += 1,
            Line::Hold(_) => self.holds += 1,
            Line::Key(_) => self.keys += 1,
            Line::Ledger(_) | Line::End(_) => {}
        }
    }
}
