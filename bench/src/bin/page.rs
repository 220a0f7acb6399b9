//! Measures the first page: what it weighs as it is sent, and how soon everything on it works.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use bench::figures::Spread;
use bench::processes::{Driver, Server};
use bench::report::{self, Circumstances};
use clap::Parser;
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use thirtyfour::prelude::*;

/// What the whole page may weigh, compressed.
const TARGET_BYTES: u64 = 180 * 1024;

/// Measures the first page of a release build in headless Chromium.
#[derive(Parser)]
struct Arguments {
    /// The server's binary.
    #[arg(long)]
    binary: PathBuf,
    /// How often the page is loaded, each time by a browser that has never seen it.
    #[arg(long, default_value_t = 5)]
    runs: u32,
}

/// What one load gave, as the browser reports it.
#[derive(Deserialize)]
struct Load {
    hydrated_ms: f64,
    first_paint_ms: Option<f64>,
    files: Vec<Transfer>,
}

/// One file as it came over the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Transfer {
    path: String,
    /// As it was sent, without headers.
    compressed_bytes: u64,
    /// As the browser sees it.
    decoded_bytes: u64,
}

#[derive(Serialize)]
struct PageResult {
    circumstances: Circumstances,
    runs: usize,
    files: Vec<Transfer>,
    total_compressed_bytes: u64,
    target_bytes: u64,
    first_paint: Option<Spread>,
    time_to_interactive: Spread,
}

/// Waits for the mark that the boot module sets and then reads what the browser itself has noted.
const READ: &str = r#"
const mark = performance.getEntriesByName("hydrated")[0];
if (!mark || document.readyState !== "complete") return null;
const file = (entry) => ({
  path: new URL(entry.name).pathname,
  compressed_bytes: entry.encodedBodySize,
  decoded_bytes: entry.decodedBodySize,
});
const paint = performance.getEntriesByName("first-contentful-paint")[0];
return {
  hydrated_ms: mark.startTime,
  first_paint_ms: paint ? paint.startTime : null,
  files: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map(file),
};
"#;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let server = Server::start(&arguments.binary)?;
    let mut loads = Vec::new();
    for run in 1..=arguments.runs {
        let load = load(&format!("{}/", server.origin)).await?;
        eprintln!("  load {run} of {}: everything works after {:.0} ms", arguments.runs, load.hydrated_ms);
        loads.push(load);
    }
    let result = result(loads)?;
    let table = table(&result);
    println!("{table}");
    report::keep("page", &result, &table)
}

/// Opens the page in a new browser with an empty profile.
async fn load(url: &str) -> Result<Load> {
    let profile = TempDir::new().context("no folder for the browser's profile")?;
    let driver = Driver::start()?;
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--window-size=1280,800",
    ] {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
    let browser = WebDriver::new(&driver.address, capabilities).await.context("the browser cannot be started")?;
    browser.goto(url).await.with_context(|| format!("{url} cannot be opened"))?;
    for _ in 0..300 {
        let answer = browser.execute(READ, Vec::new()).await?;
        if !answer.json().is_null() {
            let load = answer.convert().context("the browser's answer cannot be read")?;
            browser.quit().await?;
            return Ok(load);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("the page did not come alive within 30 seconds")
}

fn result(loads: Vec<Load>) -> Result<PageResult> {
    let hydrated = loads.iter().map(|load| load.hydrated_ms).collect();
    let painted = loads.iter().filter_map(|load| load.first_paint_ms).collect();
    let runs = loads.len();
    let files = loads.into_iter().next().map(|load| load.files).unwrap_or_default();
    Ok(PageResult {
        circumstances: Circumstances::now(),
        runs,
        total_compressed_bytes: files.iter().map(|file| file.compressed_bytes).sum(),
        files,
        target_bytes: TARGET_BYTES,
        first_paint: Spread::of(painted),
        time_to_interactive: Spread::of(hydrated).context("the page was never loaded")?,
    })
}

fn table(result: &PageResult) -> String {
    let kib = |bytes: u64| format!("{}.{} KB", bytes / 1024, bytes % 1024 * 10 / 1024);
    let mut lines = vec![
        format!(
            "{}; {} loads in headless Chromium with an empty cache, over loopback",
            result.circumstances, result.runs
        ),
        String::new(),
        "| first page (`/`) | compressed, as sent | decoded |".to_owned(),
        "|---|--:|--:|".to_owned(),
    ];
    for file in &result.files {
        lines.push(format!(
            "| `{}` | {} | {} |",
            name(&file.path),
            kib(file.compressed_bytes),
            kib(file.decoded_bytes)
        ));
    }
    let total = kib(result.total_compressed_bytes);
    lines.push(format!("| **all** (target: at most {}) | **{total}** | |", kib(result.target_bytes)));
    lines.extend([
        String::new(),
        "| moment | after the start of the navigation: median (spread) |".to_owned(),
        "|---|--:|".to_owned(),
    ]);
    if let Some(painted) = result.first_paint {
        lines.push(format!("| first content is painted | {painted} |"));
    }
    lines.push(format!("| every control works | {} |", result.time_to_interactive));
    lines.join("\n")
}

/// The path without the hash of the content, so that the table changes only when a figure does.
fn name(path: &str) -> String {
    let Some((before, after)) = path.rsplit_once('-') else { return path.to_owned() };
    match after.split_once('.') {
        Some((hash, ending)) if hash.len() == 16 => format!("{before}.{ending}"),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(hydrated_ms: f64) -> Load {
        let file = |path: &str, compressed_bytes| Transfer { path: path.into(), compressed_bytes, decoded_bytes: 4096 };
        let files = vec![file("/", 1536), file("/assets/farebox-0123456789abcdef.wasm", 2048)];
        Load { hydrated_ms, first_paint_ms: Some(20.0), files }
    }

    #[test]
    fn the_files_of_one_load_and_the_times_of_all_make_the_result() {
        let result = result(vec![load(30.0), load(10.0), load(20.0)]).unwrap();
        assert_eq!(result.total_compressed_bytes, 3584);
        assert_eq!(result.time_to_interactive.to_string(), "20 ms (10 to 30)");
        let table = table(&result);
        assert!(table.contains("| `/assets/farebox.wasm` | 2.0 KB | 4.0 KB |"), "{table}");
        assert!(table.contains("target: at most 180.0 KB) | **3.5 KB**"), "{table}");
    }

    #[test]
    fn a_page_that_was_never_loaded_has_no_result() {
        assert!(result(Vec::new()).is_err());
    }
}
