//! What the workspace weighs as it is sent, and how soon everything on it works.

use std::path::Path;

use anyhow::{Context, Result};
use e2e::{Browser, PATIENCE, Server, eventually};
use serde::{Deserialize, Serialize};

use crate::figures::{Spread, verdict};

/// What the whole workspace may weigh, compressed: everything that is needed to click Generate.
const TARGET_BYTES: u64 = 130 * 1024;

/// What several loads of the workspace gave.
#[derive(Serialize)]
pub struct Transfer {
    loads: usize,
    files: Vec<File>,
    total_compressed_bytes: u64,
    target_bytes: u64,
    is_met: bool,
    first_paint_ms: Option<Spread>,
    time_to_interactive_ms: Spread,
}

/// What one load gave, as the browser reports it.
#[derive(Deserialize)]
struct Load {
    hydrated_ms: f64,
    first_paint_ms: Option<f64>,
    files: Vec<File>,
}

/// One file as it came over the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct File {
    path: String,
    /// As it was sent, without headers.
    compressed_bytes: u64,
    /// As the browser sees it.
    decoded_bytes: u64,
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

/// Loads the workspace so often, each time in a browser that has never seen it.
///
/// # Errors
/// When what the browser reports cannot be read.
pub async fn measure(binary: &Path, loads: u32) -> Result<Transfer> {
    let server = super::start(binary);
    let mut loaded = Vec::new();
    for run in 1..=loads {
        let load = load(&server).await?;
        eprintln!("  load {run} of {loads}: everything works after {:.0} ms", load.hydrated_ms);
        loaded.push(load);
    }
    Transfer::of(&loaded)
}

async fn load(server: &Server) -> Result<Load> {
    let browser = Browser::open_without_logs(server).await;
    let person = browser.person();
    person.goes_to("/").await;
    let read = eventually("what the browser has noted", PATIENCE, || async {
        Some(person.runs(READ).await).filter(|read| !read.is_null())
    })
    .await;
    browser.close().await;
    serde_json::from_value(read).context("what the browser has noted cannot be read")
}

impl Transfer {
    fn of(loads: &[Load]) -> Result<Self> {
        let files = loads.first().map(|load| load.files.clone()).unwrap_or_default();
        let total_compressed_bytes = files.iter().map(|file| file.compressed_bytes).sum();
        Ok(Self {
            loads: loads.len(),
            files,
            total_compressed_bytes,
            target_bytes: TARGET_BYTES,
            is_met: total_compressed_bytes <= TARGET_BYTES,
            first_paint_ms: Spread::of(loads.iter().filter_map(|load| load.first_paint_ms)),
            time_to_interactive_ms: Spread::of(loads.iter().map(|load| load.hydrated_ms))
                .context("the page was never loaded")?,
        })
    }

    /// The tables of it.
    #[must_use]
    pub fn table(&self) -> String {
        let mut lines = vec![
            "| workspace (`/`): everything needed to click Generate | compressed, as sent | decoded |".to_owned(),
            "|---|--:|--:|".to_owned(),
        ];
        for file in &self.files {
            let (compressed, decoded) = (kib(file.compressed_bytes), kib(file.decoded_bytes));
            lines.push(format!("| `{}` | {compressed} | {decoded} |", name(&file.path)));
        }
        let (target, total) = (kib(self.target_bytes), kib(self.total_compressed_bytes));
        lines.push(format!("| **all** (target: at most {target}; {}) | **{total}** | |", verdict(self.is_met)));
        lines.push(String::new());
        lines.push(format!(
            "| moment, of {} loads with an empty cache | after the start of the navigation: median (spread) |",
            self.loads
        ));
        lines.push("|---|--:|".to_owned());
        if let Some(painted) = self.first_paint_ms {
            lines.push(format!("| first content is painted | {} |", painted.shown(" ms", 0)));
        }
        lines.push(format!("| every control works | {} |", self.time_to_interactive_ms.shown(" ms", 0)));
        lines.join("\n")
    }
}

fn kib(bytes: u64) -> String {
    format!("{}.{} KB", bytes / 1024, bytes % 1024 * 10 / 1024)
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

    fn load(hydrated_ms: f64, wasm_bytes: u64) -> Load {
        let file = |path: &str, compressed_bytes| File { path: path.into(), compressed_bytes, decoded_bytes: 4096 };
        let files = vec![file("/", 1536), file("/assets/farebox-0123456789abcdef.wasm", wasm_bytes)];
        Load { hydrated_ms, first_paint_ms: Some(20.0), files }
    }

    #[test]
    fn the_files_of_one_load_and_the_times_of_all_make_the_result() {
        let transfer = Transfer::of(&[load(30.0, 2048), load(10.0, 2048), load(20.0, 2048)]).unwrap();
        assert_eq!(transfer.total_compressed_bytes, 3584);
        let table = transfer.table();
        assert!(table.contains("| `/assets/farebox.wasm` | 2.0 KB | 4.0 KB |"), "{table}");
        assert!(table.contains("target: at most 130.0 KB; met) | **3.5 KB**"), "{table}");
        assert!(table.contains("| every control works | 20 ms (10 to 30) |"), "{table}");
    }

    #[test]
    fn one_byte_too_many_does_not_meet_the_target() {
        let wasm_bytes = TARGET_BYTES - 1536;
        assert!(Transfer::of(&[load(1.0, wasm_bytes)]).unwrap().is_met);
        let table = Transfer::of(&[load(1.0, wasm_bytes + 1)]).unwrap().table();
        assert!(table.contains("target: at most 130.0 KB; **not met**)"), "{table}");
    }

    #[test]
    fn a_page_that_was_never_loaded_has_no_result() {
        assert!(Transfer::of(&[]).is_err());
    }
}
