//! Writes a ledger out, account by account.

use std::io::Write;

use credits::AccountId;
use sha2::{Digest, Sha256};

use super::lines::{EndLine, FORMAT, HeaderLine, Line, Lines, VERSION, hex};
use super::{Counts, TransferError};
use crate::StorageError;
use crate::store::snapshot::{Rows, Snapshot, Tables};

/// How many entries are written between two reports of progress.
const ENTRIES_A_REPORT: u64 = 10_000;

/// Writes everything.
pub(super) fn export<S: Rows>(
    snapshot: Snapshot<'_, S>,
    file: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<Counts, TransferError> {
    let mut tables: Tables<S, Lines> = snapshot.tables()?;
    let mut writer = Writer { file, sum: Sha256::new(), counts: Counts::default() };
    // Where there was no batch yet, a store may say that the last one was at the beginning of time.
    let last_batch = tables.last_batch()?.filter(|at| *at != i64::MIN);
    writer.write(&Line::Ledger(HeaderLine { format: FORMAT.to_owned(), version: VERSION, last_batch }))?;
    while let Some(account) = tables.next_account() {
        writer.account(account, &mut tables, progress)?;
    }
    writer.end()
}

struct Writer<'f> {
    file: &'f mut dyn Write,
    sum: Sha256,
    counts: Counts,
}

impl Writer<'_> {
    /// Writes every line of an account, in the order of the format.
    fn account<S: Rows>(
        &mut self,
        account: AccountId,
        tables: &mut Tables<S, Lines>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), TransferError> {
        let Some(said) = tables.balances.next_of(account)? else {
            // Whoever moves a ledger must not leave behind what nobody knows of.
            return Err(StorageError::damaged(format!(
                "account {account} has rows and no balance; an audit says more"
            ))
            .into());
        };
        if said.version == 0 {
            // Over PostgreSQL an account that has no entries yet may have a row, which is its lock.
            return Ok(());
        }
        self.write(&Line::Account(said))?;
        while let Some(entry) = tables.entries.next_of(account)? {
            self.write(&Line::Entry(entry))?;
            if self.counts.entries.is_multiple_of(ENTRIES_A_REPORT) {
                progress(self.counts.entries);
            }
        }
        while let Some(lot) = tables.lots.next_of(account)? {
            self.write(&Line::Lot(lot))?;
        }
        while let Some(hold) = tables.holds.next_of(account)? {
            self.write(&Line::Hold(hold))?;
        }
        while let Some(key) = tables.keys.next_of(account)? {
            self.write(&Line::Key(key))?;
        }
        Ok(())
    }

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
