//! From a click on Generate without enough credits to the modal that says so: in the next frame, and without asking anybody.

use std::path::Path;

use anyhow::{Context, Result, bail};
use e2e::{Browser, PATIENCE, eventually};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::figures::{Spread, verdict};

/// What many blocked clicks gave.
#[derive(Serialize)]
pub struct BlockedClick {
    clicks: usize,
    time_ms: Spread,
    frames: Spread,
    requests_max: u32,
    is_met: bool,
}

/// One click, as the page itself notes it.
#[derive(Clone, Copy, Deserialize)]
struct Click {
    time_ms: f64,
    /// How many frames began until the modal was open: 1 is the very next.
    frames: u32,
    /// How many requests began between the click and that frame.
    requests: u32,
}

/// Clicks, notes and dismisses again and again. The pauses are of uneven length, because people click at any moment of a frame.
///
/// The browser notes a request when it has ended and its answer was read, so that what scripts ask for is counted where they ask, and only
/// the rest (pictures, styles) by what the browser has noted a while later.
const CLICK: &str = r#"
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const frame = () => new Promise(requestAnimationFrame);
const named = (within, name) => [...document.querySelectorAll(within)].find((found) => found.textContent.trim() === name);
const isOpen = () => document.querySelector("dialog[open]") !== null;
let asked = 0;
const counted = (real) => function (...given) {
  asked += 1;
  return real.apply(this, given);
};
window.fetch = counted(window.fetch);
XMLHttpRequest.prototype.send = counted(XMLHttpRequest.prototype.send);
navigator.sendBeacon = counted(navigator.sendBeacon);
const isCountedAlready = (entry) => ["fetch", "xmlhttprequest", "beacon"].includes(entry.initiatorType);
const one = async () => {
  await pause(100 + 100 * Math.random());
  performance.clearResourceTimings();
  const generate = named("button", "Generate");
  asked = 0;
  const clickedAt = performance.now();
  generate.click();
  let frames = 0;
  let openAt;
  do {
    await frame();
    frames += 1;
    openAt = performance.now();
    if (frames > 600) throw new Error("the modal did not open");
  } while (!isOpen());
  const askedUntilOpen = asked;
  await pause(300);
  const isBetween = (entry) => entry.startTime >= clickedAt && entry.startTime <= openAt;
  const noted = performance.getEntriesByType("resource").filter((entry) => isBetween(entry) && !isCountedAlready(entry));
  const requests = askedUntilOpen + noted.length;
  named("dialog[open] button", "Maybe later").click();
  while (isOpen()) await frame();
  return { time_ms: openAt - clickedAt, frames, requests };
};
window.blockedClicks = null;
(async () => {
  const clicks = [];
  while (clicks.length < CLICKS) clicks.push(await one());
  return clicks;
})().then((clicks) => { window.blockedClicks = clicks }, (error) => { window.blockedClicks = String(error) });
"#;

/// Clicks so often.
///
/// # Errors
/// When the modal does not open.
pub async fn measure(binary: &Path, clicks: u32) -> Result<BlockedClick> {
    let server = super::start(binary);
    let browser = Browser::open_without_logs(&server).await;
    let person = browser.person();
    person.signs_up().await;
    person.fills("Prompt", "aurora above a frozen harbour at blue hour").await;
    person.runs(&CLICK.replace("CLICKS", &clicks.to_string())).await;
    let patience = PATIENCE + std::time::Duration::from_secs(u64::from(clicks));
    let noted = eventually("the clicks to be done", patience, || async {
        Some(person.runs("return window.blockedClicks").await).filter(|noted| !noted.is_null())
    })
    .await;
    browser.close().await;
    let result = BlockedClick::of(&read(noted)?)?;
    eprintln!("  {} blocked clicks: {}", result.clicks, result.time_ms.shown(" ms", 0));
    Ok(result)
}

fn read(noted: Value) -> Result<Vec<Click>> {
    if let Some(error) = noted.as_str() {
        bail!("the page says: {error}");
    }
    serde_json::from_value(noted).context("what the page has noted cannot be read")
}

impl BlockedClick {
    fn of(clicks: &[Click]) -> Result<Self> {
        let frames =
            Spread::of(clicks.iter().map(|click| f64::from(click.frames))).context("nothing was ever clicked")?;
        let time_ms = Spread::of(clicks.iter().map(|click| click.time_ms)).context("nothing was ever clicked")?;
        let requests_max = clicks.iter().map(|click| click.requests).max().unwrap_or_default();
        let is_met = clicks.iter().all(|click| click.frames == 1 && click.requests == 0);
        Ok(Self { clicks: clicks.len(), time_ms, frames, requests_max, is_met })
    }

    /// The table of it.
    #[must_use]
    pub fn table(&self) -> String {
        let head = format!("| blocked click to open modal, {} clicks | median (spread) |", self.clicks);
        let (time, frames) = (self.time_ms.shown(" ms", 1), self.frames.shown("", 0));
        let verdict = verdict(self.is_met);
        [
            head,
            "|---|--:|".to_owned(),
            format!("| from the click to the frame that shows it | {time} |"),
            format!(
                "| frames (target: 1, the next) and most requests (target: 0; {verdict}) | {frames}; {} |",
                self.requests_max
            ),
        ]
        .join("\n")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn click(time_ms: f64, frames: u32, requests: u32) -> Click {
        Click { time_ms, frames, requests }
    }

    #[test]
    fn the_next_frame_without_a_request_meets_the_target() {
        let table = BlockedClick::of(&[click(1.0, 1, 0), click(16.0, 1, 0), click(9.0, 1, 0)]).unwrap().table();
        assert!(table.contains("| from the click to the frame that shows it | 9.0 ms (1.0 to 16.0) |"), "{table}");
        assert!(table.contains("(target: 0; met) | 1; 0 |"), "{table}");
    }

    #[test]
    fn one_later_frame_or_one_request_does_not() {
        for odd in [click(20.0, 2, 0), click(1.0, 1, 1)] {
            assert!(!BlockedClick::of(&[click(1.0, 1, 0), odd, click(1.0, 1, 0)]).unwrap().is_met);
        }
        assert!(BlockedClick::of(&[]).is_err());
    }

    #[test]
    fn what_went_wrong_in_the_page_is_told() {
        let error = read(json!("Error: the modal did not open")).err().unwrap();
        assert!(error.to_string().contains("the modal did not open"), "{error}");
    }
}
