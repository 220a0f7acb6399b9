//! From the ledger to the pill: how long after the ledger wrote a change the page has painted it, while a thousand streams are open.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use e2e::{Browser, PATIENCE, Person, Server, eventually};
use jiff::Timestamp;
use reqwest::Client;
use serde::{Deserialize, Serialize};

use super::streams::{self, Streams};
use crate::figures::{Percentiles, verdict};
use crate::people;

/// How late 99 of 100 changes may be.
const TARGET_P99_MS: f64 = 100.0;
/// How many of the streams are the account's own, that of its page included.
const OWN_STREAMS: u32 = 8;
/// How many accounts the other streams belong to.
const OTHERS: u32 = 8;
/// How long nothing changes between two changes: long enough for each to be painted by itself, too short for anything to fall asleep.
const REST: Duration = Duration::from_millis(40);

/// What many changes gave.
#[derive(Serialize)]
pub struct BalanceToPill {
    changes: usize,
    open_streams: u32,
    own_streams: u32,
    late: Percentiles,
    target_p99_ms: f64,
    is_met: bool,
}

/// One entry of the ledger, as the operator sees it.
#[derive(Deserialize)]
struct Entry {
    /// When the ledger decided it, which is right before it is durable: the commit itself counts as part of the delay.
    at: String,
    available_delta: i64,
}

#[derive(Deserialize)]
struct Shown {
    entries: Vec<Entry>,
}

/// A number that the page has shown, and when, in milliseconds since 1970.
#[derive(Deserialize)]
struct Painted(i64, f64);

/// Notes in the next frame after every change in the pill which number stands there then, and what time it is.
const WATCH: &str = r#"
const pill = document.querySelector('aside a[aria-label*=" credit"]');
window.painted = [];
let isWaiting = false;
const note = () => {
  isWaiting = false;
  window.painted.push([Number.parseInt(pill.textContent.replaceAll(",", ""), 10), Date.now()]);
};
const watcher = new MutationObserver(() => {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(note);
});
watcher.observe(pill, { subtree: true, childList: true, characterData: true, attributes: true });
window.isWatching = pill.isConnected;
"#;

/// Changes the balance of one account so often, one credit at a time.
///
/// # Errors
/// When a stream does not open or ends, or a change is never painted.
pub async fn measure(binary: &Path, open_streams: u32, changes: u32) -> Result<BalanceToPill> {
    streams::allow_for(usize::try_from(open_streams)?)?;
    let server = super::start(binary);
    let browser = Browser::open_without_logs(&server).await;
    let person = browser.person();
    let email = person.signs_up().await;
    let cookies = cookies(&server, &email, open_streams).await?;
    let streams = Streams::open(&server.origin, cookies.iter().map(String::as_str)).await?;
    eprintln!("  {} streams are open, and that of the page", streams.count_open());
    person.runs(WATCH).await;
    if person.runs("return window.isWatching").await != true {
        bail!("the page has no pill to watch");
    }
    change(&server, &email, changes).await;
    let painted = painted(&person, changes).await?;
    if streams.count_open() < cookies.len() {
        bail!("only {} of {} streams are still open", streams.count_open(), cookies.len());
    }
    browser.close().await;
    let shown = run_operator(&server, &["account", "show", &email, "--json", "--limit", &changes.to_string()]);
    let shown: Shown = serde_json::from_str(&shown).context("the ledger's entries cannot be read")?;
    let result = BalanceToPill::of(&late_ms(&shown.entries, &painted)?, open_streams)?;
    eprintln!("  {changes} changes: 99 of 100 are painted within {:.0} ms", result.late.p99_ms);
    Ok(result)
}

/// The cookies for all streams but the page's own: some of the same account, the rest of a handful of others, in turn.
async fn cookies(server: &Server, email: &str, open_streams: u32) -> Result<Vec<String>> {
    let (client, origin) = (Client::new(), server.origin.as_str());
    let own = people::sign_in(&client, origin, email).await?;
    let mut others = Vec::new();
    for other in 1..=OTHERS {
        others.push(people::sign_up(&client, origin, &format!("other{other}@example.com")).await?);
    }
    let own_beside_the_page = OWN_STREAMS.min(open_streams).saturating_sub(1);
    let of_others = open_streams.saturating_sub(OWN_STREAMS);
    let mut cookies = vec![own; usize::try_from(own_beside_the_page)?];
    cookies.extend(others.into_iter().cycle().take(usize::try_from(of_others)?));
    Ok(cookies)
}

async fn change(server: &Server, email: &str, changes: u32) {
    for _ in 0..changes {
        let _ = run_operator(server, &["account", "grant", email, "1", "--reason", "a measurement"]);
        tokio::time::sleep(REST).await;
    }
}

/// The command is waited for, and meanwhile the streams must be read.
fn run_operator(server: &Server, arguments: &[&str]) -> String {
    tokio::task::block_in_place(|| server.operator(arguments))
}

async fn painted(person: &Person, changes: u32) -> Result<Vec<Painted>> {
    let script = format!("return window.painted.some(([credits]) => credits === {changes}) ? window.painted : null");
    let noted = eventually("the last change to be painted", PATIENCE, || async {
        Some(person.runs(&script).await).filter(|noted| !noted.is_null())
    })
    .await;
    serde_json::from_value(noted).context("what the page has noted cannot be read")
}

/// How late each change was: from the ledger's own time of it to the first frame with that balance, or with a later one when there was
/// no frame between the two. Credits are only granted meanwhile, so that a later balance is a higher one.
fn late_ms(entries_newest_first: &[Entry], painted: &[Painted]) -> Result<Vec<f64>> {
    let mut available = 0;
    let mut late = Vec::new();
    for entry in entries_newest_first.iter().rev() {
        available += entry.available_delta;
        let shown = painted.iter().find(|Painted(credits, _)| *credits >= available);
        let Painted(_, painted_at_ms) = shown.with_context(|| format!("{available} credits were never painted"))?;
        let at: Timestamp = entry.at.parse().with_context(|| format!("{} is no time", entry.at))?;
        late.push(painted_at_ms - at.as_duration().as_secs_f64() * 1_000.0);
    }
    Ok(late)
}

impl BalanceToPill {
    fn of(late_ms: &[f64], open_streams: u32) -> Result<Self> {
        let late = Percentiles::of(late_ms.to_vec()).context("nothing was ever changed")?;
        Ok(Self {
            changes: late_ms.len(),
            open_streams,
            own_streams: OWN_STREAMS.min(open_streams),
            late,
            target_p99_ms: TARGET_P99_MS,
            is_met: late.p99_ms <= TARGET_P99_MS,
        })
    }

    /// The table of it.
    #[must_use]
    pub fn table(&self) -> String {
        let Self { changes, open_streams, own_streams, late, .. } = self;
        let (target, verdict) = (self.target_p99_ms, verdict(self.is_met));
        [
            format!(
                "| ledger commit to painted pill, {changes} changes, {open_streams} open streams ({own_streams} of the account) | late by |"
            ),
            "|---|--:|".to_owned(),
            format!("| p50 | {:.0} ms |", late.p50_ms),
            format!("| p99 (target: at most {target:.0} ms; {verdict}) | {:.0} ms |", late.p99_ms),
            format!("| most | {:.0} ms |", late.max_ms),
        ]
        .join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: &str) -> Entry {
        Entry { at: at.to_owned(), available_delta: 1 }
    }

    #[test]
    fn a_change_is_late_by_the_first_frame_that_shows_it_or_a_later_one() {
        let entries =
            [entry("1970-01-01T00:00:00.230Z"), entry("1970-01-01T00:00:00.220Z"), entry("1970-01-01T00:00:00.1005Z")];
        let painted = [Painted(1, 116.0), Painted(3, 240.0), Painted(3, 300.0)];
        let late: Vec<_> = late_ms(&entries, &painted).unwrap().into_iter().map(|late| format!("{late:.1}")).collect();
        assert_eq!(late, ["15.5", "20.0", "10.0"]);
    }

    #[test]
    fn a_change_that_was_never_painted_is_no_result() {
        let entries = [entry("1970-01-01T00:00:00.200Z"), entry("1970-01-01T00:00:00.100Z")];
        assert!(late_ms(&entries, &[Painted(1, 116.0)]).is_err());
        assert!(BalanceToPill::of(&[], 1_000).is_err());
    }

    #[test]
    fn what_counts_is_99_of_100() {
        let mut late = vec![16.0; 198];
        late.extend([101.0, 250.0]);
        let table = BalanceToPill::of(&late, 1_000).unwrap().table();
        assert!(table.contains("200 changes, 1000 open streams (8 of the account)"), "{table}");
        assert!(table.contains("| p99 (target: at most 100 ms; met) | 16 ms |"), "{table}");
        late.push(101.0);
        assert!(!BalanceToPill::of(&late, 1_000).unwrap().is_met);
    }
}
