//! Where results are kept: `bench/results/NAME.json`, and a table between two marks in `bench/README.md`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Serialize;

/// Where and when something was measured.
#[derive(Clone, Debug, Serialize)]
pub struct Circumstances {
    /// Processor, cores and memory.
    pub machine: String,
    /// The day, in UTC.
    pub date: String,
    /// The commit, with a remark when files had been changed since.
    pub commit: String,
}

impl Circumstances {
    /// Those of this moment.
    #[must_use]
    pub fn now() -> Self {
        let date = jiff::Timestamp::now().to_string();
        Self { machine: machine(), date: date.get(..10).unwrap_or(&date).to_owned(), commit: commit() }
    }
}

impl std::fmt::Display for Circumstances {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}; {}; commit {}", self.machine, self.date, self.commit)
    }
}

/// Where results are kept.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("results")
}

/// Writes the figures of a measurement and puts its table into the page.
///
/// # Errors
/// When a file cannot be read or written.
pub fn keep(name: &str, result: &impl Serialize, table: &str) -> Result<()> {
    let results = folder();
    fs::create_dir_all(&results).context("cannot create bench/results")?;
    let json = serde_json::to_string_pretty(result).context("the result cannot be written as JSON")?;
    write(&results.join(format!("{name}.json")), &format!("{json}\n"))?;
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(&page).unwrap_or_default();
    write(&page, &with_table(&text, name, table))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// The page with the table between the marks of this name; at the end when it has no such marks yet.
fn with_table(page: &str, name: &str, table: &str) -> String {
    let (begin, end) = (format!("<!-- {name}: begin -->"), format!("<!-- {name}: end -->"));
    let block = format!("{begin}\n{}\n{end}", table.trim());
    match (page.split_once(&begin), page.split_once(&end)) {
        (Some((before, _)), Some((_, after))) => format!("{before}{block}{after}"),
        _ => format!("{}\n\n{block}\n", page.trim_end()),
    }
}

fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = field(&cpu, "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory_kib =
        field(&memory, "MemTotal").and_then(|text| text.split(' ').next()?.parse::<u64>().ok()).unwrap_or(0);
    format!("{model}, {cores} cores, {} GiB", memory_kib.div_ceil(1024 * 1024))
}

fn field(text: &str, name: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn commit() -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let Some(commit) = git(&["rev-parse", "--short", "HEAD"]) else { return "unknown".to_owned() };
    // What a measurement writes itself is no change of what was measured.
    let changes = git(&["status", "--porcelain", "--untracked-files=no", "--", ":/", ":(top,exclude)bench"]);
    if changes.is_some_and(|changes| changes.is_empty()) { commit } else { format!("{commit} with changes") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_takes_the_place_of_the_one_before() {
        let first = with_table("# Bench\n", "page", "| a |");
        assert_eq!(first, "# Bench\n\n<!-- page: begin -->\n| a |\n<!-- page: end -->\n");
        let second = with_table(&format!("{first}\nmore\n"), "page", "| b |");
        assert_eq!(second, "# Bench\n\n<!-- page: begin -->\n| b |\n<!-- page: end -->\n\nmore\n");
    }

    #[test]
    fn a_field_is_read_up_to_the_end_of_its_line() {
        assert_eq!(field("a: 1\nMemTotal:   24 kB\n", "MemTotal").as_deref(), Some("24 kB"));
        assert_eq!(field("a: 1\n", "MemTotal"), None);
    }
}
