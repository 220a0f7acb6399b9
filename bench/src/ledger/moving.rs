//! Moving a ledger from a file into PostgreSQL and back, with an audit at each end: how many entries a second each step takes.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use ledger::audit::{Report, audit_postgres, audit_sqlite};
use ledger::transfer::{Counts, TransferError, export_postgres, export_sqlite, import_postgres, import_sqlite};
use serde::Serialize;

use super::contenders::postgres::{Postgres, is_missing};
use super::size::{Probe, Size, resident_bytes_max};

/// One step of the way.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// What was done.
    pub what: &'static str,
    /// How many of the ledger's entries were moved or added up in a second.
    pub entries_per_second: f64,
}

/// What came of the way there and back.
#[derive(Clone, Debug, Serialize)]
pub struct Moving {
    /// How large the ledger is.
    pub size: Size,
    /// The exported file's.
    pub file_bytes: u64,
    /// Every step, in their order.
    pub steps: Vec<Step>,
    /// The most memory that the process had which did all of them.
    pub resident_bytes_max: u64,
}

/// Moves a ledger of that size there and back. `None` where there is no PostgreSQL.
///
/// # Errors
/// When a step fails, and when what comes back is not what went out.
pub fn measure(folder: &Path, size: Size) -> Result<Option<Moving>> {
    if let Some(why) = is_missing() {
        eprintln!("moving a ledger is not measured: {why}");
        return Ok(None);
    }
    let own = tempfile::Builder::new().prefix("farebox-bench-").tempdir_in(folder)?;
    let path = |name: &str| own.path().join(name);
    let (first, last) = (path("first.db"), path("last.db"));
    let (out, back) = (path("out.jsonl"), path("back.jsonl"));
    let (accounts, entries) = (size.accounts.to_string(), size.entries.to_string());
    let first_name = first.to_str().context("the folder's name is no text")?;
    Probe::in_process_of_its_own(&["probe-build", first_name, &accounts, &entries])?;
    let server_folder = path("server");
    fs::create_dir(&server_folder)?;
    // The way there is open to whoever runs the server.
    fs::set_permissions(own.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    let server = Postgres::begin(&server_folder, 0)?;
    let address = server.make_database("farebox")?;

    let mut steps = Steps::default();
    steps.moved("SQLite into a file", || exported(&out, |file| export_sqlite(&first, file, &mut |_| {})))?;
    steps.moved("the file into PostgreSQL", || Ok(import_postgres(&address, &mut read(&out)?, &mut |_, _| {})?))?;
    steps.audited("audit over PostgreSQL", || Ok(audit_postgres(&address, &mut |_| {})?))?;
    steps.moved("PostgreSQL into a file", || exported(&back, |file| export_postgres(&address, file, &mut |_| {})))?;
    steps.moved("the file into SQLite", || Ok(import_sqlite(&last, &mut read(&back)?, &mut |_, _| {})?))?;
    steps.audited("audit over SQLite", || Ok(audit_sqlite(&last, &mut |_| {})?))?;
    let resident_bytes_max = resident_bytes_max();
    let (out, back) = (fs::read(&out)?, fs::read(&back)?);
    ensure!(out == back, "what comes out of PostgreSQL is not what went in");
    Ok(Some(Moving { size, file_bytes: out.len() as u64, steps: steps.0, resident_bytes_max }))
}

/// What was done so far.
#[derive(Default)]
struct Steps(Vec<Step>);

impl Steps {
    fn moved(&mut self, what: &'static str, work: impl FnOnce() -> Result<Counts>) -> Result<()> {
        self.timed(what, || Ok(work()?.entries))
    }

    fn audited(&mut self, what: &'static str, work: impl FnOnce() -> Result<Report>) -> Result<()> {
        self.timed(what, || {
            let report = work()?;
            ensure!(report.is_clean(), "the audit found differences: {:?}", report.differences.first());
            Ok(report.entries)
        })
    }

    fn timed(&mut self, what: &'static str, work: impl FnOnce() -> Result<u64>) -> Result<()> {
        let begin = Instant::now();
        let entries = work().context(what)?;
        let step = Step { what, entries_per_second: entries as f64 / begin.elapsed().as_secs_f64() };
        eprintln!("{step:?}");
        self.0.push(step);
        Ok(())
    }
}

fn exported(path: &PathBuf, export: impl FnOnce(&mut dyn Write) -> Result<Counts, TransferError>) -> Result<Counts> {
    let mut file = BufWriter::new(File::create(path)?);
    let counts = export(&mut file)?;
    file.into_inner()?.sync_all()?;
    Ok(counts)
}

fn read(path: &PathBuf) -> Result<BufReader<File>> {
    Ok(BufReader::new(File::open(path)?))
}
