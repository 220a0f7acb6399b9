//! Reads a file of lines: once to check it, and once more into a ledger.

use std::io::BufRead;

use credits::Timestamp;
use sha2::{Digest, Sha256};

use super::check::Account;
use super::lines::{EndLine, FORMAT, HeaderLine, Line, VERSION, hex};
use super::{Counts, Inlet, TransferError};

/// How many lines are read between two reports of progress, and at the least between two commits.
const LINES_A_COMMIT: u64 = 20_000;

/// Checks that the file is whole and that its sums match.
pub(super) fn check(file: &mut dyn BufRead, progress: &mut dyn FnMut(u64)) -> Result<(), TransferError> {
    read(file, &mut Checking, progress).map(drop)
}

/// Reads a file that was checked into a ledger.
pub(super) fn import(
    inlet: &mut dyn Inlet,
    file: &mut dyn BufRead,
    progress: &mut dyn FnMut(u64),
) -> Result<Counts, TransferError> {
    let mut importing = Importing { inlet, is_known: false, lines_put: 0, accounts_known: 0 };
    let counts = read(file, &mut importing, progress)?;
    importing.inlet.commit()?;
    Ok(Counts { accounts_known: importing.accounts_known, ..counts })
}

/// What is done with lines that fit.
trait Taker {
    fn header(&mut self, header: &HeaderLine) -> Result<(), TransferError>;
    /// An account begins.
    fn begin(&mut self, account: &Account) -> Result<(), TransferError>;
    fn line(&mut self, account: &mut Account, line: &Line) -> Result<Result<(), String>, TransferError>;
}

/// Adds up, and does nothing else.
struct Checking;

impl Taker for Checking {
    fn header(&mut self, _: &HeaderLine) -> Result<(), TransferError> {
        Ok(())
    }

    fn begin(&mut self, _: &Account) -> Result<(), TransferError> {
        Ok(())
    }

    fn line(&mut self, account: &mut Account, line: &Line) -> Result<Result<(), String>, TransferError> {
        Ok(match line {
            Line::Entry(entry) => account.entry(entry).map(drop),
            Line::Lot(lot) => {
                account.lot(lot);
                Ok(())
            }
            Line::Hold(hold) => {
                account.hold(hold);
                Ok(())
            }
            Line::Key(key) => account.key(key),
            Line::Ledger(_) | Line::Account(_) | Line::End(_) => Ok(()),
        })
    }
}

struct Importing<'i> {
    inlet: &'i mut dyn Inlet,
    /// Whether the account that is being read is there already.
    is_known: bool,
    lines_put: u64,
    accounts_known: u64,
}

impl Taker for Importing<'_> {
    fn header(&mut self, header: &HeaderLine) -> Result<(), TransferError> {
        if let Some(at) = header.last_batch {
            self.inlet.set_last_batch(Timestamp(at))?;
        }
        Ok(())
    }

    fn begin(&mut self, account: &Account) -> Result<(), TransferError> {
        // Between two accounts, so that none is ever there in part.
        if self.lines_put >= LINES_A_COMMIT {
            self.inlet.commit()?;
            self.lines_put = 0;
        }
        self.is_known = match self.inlet.known(account.id)? {
            None => false,
            Some(newest) if newest == account.newest() => true,
            Some(_) => return Err(TransferError::AnotherHistory { account: account.id }),
        };
        self.accounts_known += u64::from(self.is_known);
        Ok(())
    }

    fn line(&mut self, account: &mut Account, line: &Line) -> Result<Result<(), String>, TransferError> {
        if let Line::Entry(entry_line) = line {
            let after = match account.entry(entry_line) {
                Ok(after) => after,
                Err(what) => return Ok(Err(what)),
            };
            if !self.is_known {
                let chain = credits::decide::Chain(entry_line.chain);
                self.inlet.put_entry(&entry_line.entry(account.id), after, chain)?;
            }
        } else {
            if let Err(what) = Checking.line(account, line)? {
                return Ok(Err(what));
            }
            if !self.is_known {
                self.inlet.put(account.id, line)?;
            }
        }
        self.lines_put += 1;
        Ok(Ok(()))
    }
}

/// Reads every line, in the order that the format wants.
fn read(file: &mut dyn BufRead, taker: &mut dyn Taker, progress: &mut dyn FnMut(u64)) -> Result<Counts, TransferError> {
    let mut reading = Reading { line: 0, sum: Sha256::new(), counts: Counts::default(), account: None };
    let mut text = Vec::new();
    loop {
        text.clear();
        if file.read_until(b'\n', &mut text)? == 0 {
            reading.line += 1;
            return Err(reading.refused("the file ends before its last line: it is not whole"));
        }
        reading.line += 1;
        let line: Line = match serde_json::from_slice(&text) {
            Ok(line) => line,
            Err(error) => return Err(reading.refused(&format!("it is no line of a ledger: {error}"))),
        };
        if let Line::End(end) = &line {
            return reading.end(end).map_err(|what| reading.refused(&what));
        }
        reading.sum.update(&text);
        reading.take(&line, taker)?;
        if reading.line.is_multiple_of(LINES_A_COMMIT) {
            progress(reading.counts.entries);
        }
    }
}

struct Reading {
    line: u64,
    sum: Sha256,
    counts: Counts,
    account: Option<Account>,
}

impl Reading {
    fn refused(&self, what: &str) -> TransferError {
        TransferError::Refused { line: self.line, what: what.to_owned() }
    }

    fn take(&mut self, line: &Line, taker: &mut dyn Taker) -> Result<(), TransferError> {
        match line {
            Line::Ledger(header) if self.line == 1 => {
                if header.format != FORMAT || header.version != VERSION {
                    let HeaderLine { format, version, .. } = header;
                    return Err(
                        self.refused(&format!("it is {format} {version}, and this program reads {FORMAT} {VERSION}"))
                    );
                }
                return taker.header(header);
            }
            Line::Ledger(_) | Line::End(_) => return Err(self.refused("it does not belong here")),
            _ if self.line == 1 => return Err(self.refused("the file does not begin with what it is")),
            Line::Account(said) => {
                self.end_account().map_err(|what| self.refused(&what))?;
                if self.account.as_ref().is_some_and(|before| before.id.0 >= said.id) {
                    return Err(self.refused("its account does not come after the one before it"));
                }
                let account = Account::begin(said.clone());
                taker.begin(&account)?;
                self.account = Some(account);
            }
            Line::Entry(_) | Line::Lot(_) | Line::Hold(_) | Line::Key(_) => {}
        }
        self.counts.add(line);
        let Some(mut account) = self.account.take() else { return Err(self.refused("it belongs to no account")) };
        let taken = taker.line(&mut account, line)?;
        self.account = Some(account);
        taken.map_err(|what| self.refused(&what))
    }

    fn end_account(&self) -> Result<(), String> {
        self.account.as_ref().map_or(Ok(()), Account::end)
    }

    fn end(&self, end: &EndLine) -> Result<Counts, String> {
        self.end_account()?;
        let Counts { accounts, entries, lots, holds, keys, .. } = self.counts;
        let sha256 = hex(&self.sum.clone().finalize());
        if *end != (EndLine { accounts, entries, lots, holds, keys, sha256 }) {
            return Err("the sums of the file do not match what is in it".to_owned());
        }
        Ok(self.counts)
    }
}
