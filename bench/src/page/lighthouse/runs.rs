//! Runs Lighthouse against a server of its own, page by page and preset by preset.

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use e2e::{Browser, CHROMIUM_ARGUMENTS, PATIENCE, Server, eventually};
use reqwest::Client;
use tempfile::TempDir;

use super::{Lighthouse, Measured, PageScores, Preset, Program, Reading};
use crate::figures::Spread;
use crate::people;

/// How long one run may take. Lighthouse itself gives up on a page after less than a minute.
const RUN_MAX: Duration = Duration::from_secs(180);

/// What there is to see in the workspace: the button that makes it, and what it is asked for.
const GENERATIONS: [(&str, &str); 4] = [
    ("Preview", "Aurora above a frozen harbour at blue hour"),
    ("Storyboard", "A caravan across red dunes at dusk"),
    ("Preview", "Deep sea station, bioluminescent drift"),
    ("Preview", "A lighthouse on a black cliff, storm rolling in"),
];

/// A page and who looks at it.
struct Subject {
    name: &'static str,
    path: &'static str,
    is_signed_in: bool,
}

const SUBJECTS: [Subject; 3] = [
    Subject { name: "workspace, signed out", path: "/", is_signed_in: false },
    Subject { name: "workspace, signed in, with generations", path: "/", is_signed_in: true },
    Subject { name: "`/billing`", path: "/billing", is_signed_in: true },
];

/// Runs every page with every preset so often. What keeps Lighthouse from running is a result, so that the other figures are not lost.
pub async fn measure(binary: &Path, program: &Program, runs: u32) -> Lighthouse {
    let program = match program {
        Program::At(program) => program,
        Program::Missing(why) => return Lighthouse::NotMeasured { why: why.clone() },
    };
    match try_measure(binary, program, runs).await {
        Ok(measured) => Lighthouse::Measured(measured),
        Err(error) => {
            eprintln!("  {error:#}");
            Lighthouse::NotMeasured { why: error.to_string().trim_end_matches('.').to_owned() }
        }
    }
}

async fn try_measure(binary: &Path, program: &Path, runs: u32) -> Result<Measured> {
    let server = super::super::start(binary);
    let port = free_port()?;
    // Whoever is signed in is so in a browser of their own. A session in a header that Lighthouse adds would be lost as soon as a page sets
    // a cookie.
    let signed_in = Browser::open_for_tool(&server, port).await;
    sign_up_and_generate(&server, &signed_in).await?;
    let folder = TempDir::new().context("there is no folder for what Lighthouse writes")?;
    let station = Station { program, server: &server, folder: folder.path(), port, chromium: chromium()? };
    let mut readings: Vec<(usize, Preset, Reading)> = Vec::new();
    // In turn, so that whatever else the machine does for a while falls on all of them.
    for run in 1..=runs {
        for (index, subject) in SUBJECTS.iter().enumerate() {
            for preset in [Preset::Mobile, Preset::Desktop] {
                // What was there before is not there for whoever comes for the first time.
                signed_in.forgets_files().await;
                let reading = station.run(subject, preset)?;
                eprintln!(
                    "  run {run} of {runs}: {} ({preset:?}): performance {:.0}, LCP {:.0} ms, TBT {:.0} ms",
                    subject.name, reading.performance, reading.lcp_ms, reading.tbt_ms
                );
                readings.push((index, preset, reading));
            }
        }
    }
    signed_in.close().await;
    collect(readings, runs)
}

/// A port that nobody has at present.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("there is no free port")?;
    Ok(listener.local_addr().context("a listener has an address")?.port())
}

fn collect(readings: Vec<(usize, Preset, Reading)>, runs: u32) -> Result<Measured> {
    let index = Spread::of(readings.iter().map(|(_, _, reading)| reading.benchmark_index));
    let mut warnings: Vec<String> = readings.iter().flat_map(|(_, _, reading)| reading.warnings.clone()).collect();
    warnings.sort();
    warnings.dedup();
    let version = readings.first().map(|(_, _, reading)| reading.version.clone()).unwrap_or_default();
    let (mut remaining, mut pages) = (readings, Vec::new());
    for (index, subject) in SUBJECTS.iter().enumerate() {
        for preset in [Preset::Mobile, Preset::Desktop] {
            let is_this = |(of, with, _): &(usize, Preset, Reading)| *of == index && *with == preset;
            let (these, others) = remaining.into_iter().partition(is_this);
            remaining = others;
            let these: Vec<Reading> = Vec::into_iter(these).map(|(_, _, reading)| reading).collect();
            pages.push(PageScores::of(subject.name, preset, &these)?);
        }
    }
    let machine_benchmark_index = index.context("Lighthouse never ran")?;
    Ok(Measured { version, runs, warnings, machine_benchmark_index, pages })
}

/// Somebody signs up in a browser, is given credits, makes a few things, and leaves the page.
async fn sign_up_and_generate(server: &Server, browser: &Browser) -> Result<()> {
    let person = browser.person();
    let email = person.signs_up_with(server, 300).await;
    for (button, prompt) in GENERATIONS {
        person.fills("Prompt", prompt).await;
        eventually(&format!("a click on {button}"), PATIENCE, || async {
            person.sees_matching("button", |name| name.starts_with(button)).await?.click().await.ok()
        })
        .await;
        person.reads_eventually(prompt).await;
    }
    browser.goes_nowhere().await;
    let client = Client::new();
    let session = people::sign_in(&client, &server.origin, &email).await?;
    eventually("all generations to be there", PATIENCE * 3, || async {
        let list = people::ask(&client, &server.origin, "/api/generations", &session).await.ok()?;
        let items = list["items"].as_array()?;
        (items.len() == GENERATIONS.len() && items.iter().all(|item| item["state"] == "succeeded")).then_some(())
    })
    .await;
    Ok(())
}

/// The browser that Lighthouse starts, which is the one that everything else here is measured with.
fn chromium() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROME_PATH") {
        return Ok(path.into());
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let candidates = ["chromium", "google-chrome", "chrome"];
    let mut paths = candidates.iter().flat_map(|name| std::env::split_paths(&folders).map(move |dir| dir.join(name)));
    paths.find(|path| path.is_file()).context("there is no Chromium on the path")
}

/// Where Lighthouse runs, and against what.
struct Station<'a> {
    program: &'a Path,
    server: &'a Server,
    folder: &'a Path,
    /// Where the browser of whoever is signed in listens.
    port: u16,
    chromium: PathBuf,
}

impl Station<'_> {
    fn run(&self, subject: &Subject, preset: Preset) -> Result<Reading> {
        let (output, errors) = (self.folder.join("report.json"), self.folder.join("errors.txt"));
        let _ = fs::remove_file(&output);
        let mut command = Command::new(self.program);
        command
            .arg(format!("{}{}", self.server.origin, subject.path))
            .args(["--output=json", "--quiet", "--only-categories=performance,accessibility,best-practices"])
            .args(["--disable-storage-reset", "--no-enable-error-reporting"])
            .arg(with_path("--output-path=", &output))
            .arg(format!("--chrome-flags={}", CHROMIUM_ARGUMENTS.join(" ")));
        if subject.is_signed_in {
            command.arg(format!("--port={}", self.port));
        }
        if preset == Preset::Desktop {
            command.arg("--preset=desktop");
        }
        // The browser's profile lies in the temporary folder, and goes with it.
        command.env("CHROME_PATH", &self.chromium).env("TMPDIR", self.folder);
        let said = fs::File::create(&errors).context("there is no place for what Lighthouse says")?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(said);
        let child = command.spawn().with_context(|| format!("{} cannot be started", self.program.display()))?;
        let status = tokio::task::block_in_place(|| end_of(child))?;
        if !status.success() {
            let said = fs::read_to_string(&errors).unwrap_or_default();
            let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("nothing");
            bail!("Lighthouse ended with {status} at {}: {last}", subject.name);
        }
        let report = fs::read_to_string(&output).context("Lighthouse has written no report")?;
        Reading::of(&serde_json::from_str(&report).context("Lighthouse's report cannot be read")?)
    }
}

fn with_path(option: &str, path: &Path) -> OsString {
    let mut argument = OsString::from(option);
    argument.push(path);
    argument
}

/// Waits for the end, but not for ever. Asked to stop as by Ctrl-C, Lighthouse also ends its browser, which it has put into a process
/// group of its own.
fn end_of(mut child: Child) -> Result<ExitStatus> {
    let until = Instant::now() + RUN_MAX;
    while Instant::now() < until {
        if let Some(status) = child.try_wait().context("nobody knows how Lighthouse does")? {
            return Ok(status);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    std::thread::sleep(Duration::from_secs(5));
    let _ = child.kill();
    let _ = child.wait();
    bail!("Lighthouse did not end within {} s", RUN_MAX.as_secs())
}
