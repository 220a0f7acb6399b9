//! A headless Chromium with a profile of its own.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::ChromeCapabilities;
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;

use crate::driver::Driver;
use crate::{Person, Server, SlowLine, Width};

/// One browser: one profile, any number of tabs.
pub struct Browser {
    pub(crate) driver: WebDriver,
    origin: String,
    /// Whether the journey stops its server, so that the console is full of connections that were refused.
    is_cut_off: AtomicBool,
    /// Where else the journey leads: the pages of a payment gateway.
    elsewhere: Mutex<Vec<String>>,
    _profile: TempDir,
    _process: Driver,
}

/// What every Chromium is started with, whoever starts it: nobody sees it, and it talks to nobody but us.
pub const CHROMIUM_ARGUMENTS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--force-color-profile=srgb",
    "--lang=en-US",
];

impl Browser {
    /// Opens a browser of 1440 × 900 in front of a server.
    ///
    /// # Panics
    /// When there is no browser; `cargo xtask test` installs it.
    pub async fn open(server: &Server) -> Self {
        Self::open_at(server, Width::Desktop).await
    }

    /// Opens a browser that is so wide, in every tab.
    ///
    /// # Panics
    /// When there is no browser.
    pub async fn open_at(server: &Server, width: Width) -> Self {
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_logging_prefs("browser", LoggingPrefsLogLevel::All).expect("a preference");
        capabilities.set_logging_prefs("performance", LoggingPrefsLogLevel::All).expect("a preference");
        if width != Width::Desktop {
            let emulated = json!({ "deviceMetrics": width.screen() });
            capabilities.add_experimental_option("mobileEmulation", emulated).expect("an option");
        }
        Self::launch(server, capabilities).await
    }

    /// Opens the same browser without its logs, which would take part in whatever is measured. It ends with [`Browser::close`].
    ///
    /// # Panics
    /// When there is no browser.
    pub async fn open_without_logs(server: &Server) -> Self {
        Self::launch(server, DesiredCapabilities::chrome()).await
    }

    /// Opens the same browser for a tool that connects to it at a port of this machine.
    ///
    /// # Panics
    /// When there is no browser.
    pub async fn open_for_tool(server: &Server, port: u16) -> Self {
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.add_arg(&format!("--remote-debugging-port={port}")).expect("an argument");
        Self::launch(server, capabilities).await
    }

    async fn launch(server: &Server, mut capabilities: ChromeCapabilities) -> Self {
        let process = Driver::start();
        let profile = TempDir::new().expect("a folder for the browser's profile");
        for argument in CHROMIUM_ARGUMENTS {
            capabilities.add_arg(argument).expect("an argument");
        }
        capabilities.add_arg("--window-size=1440,900").expect("an argument");
        capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display())).expect("an argument");
        let driver = WebDriver::new(&process.address, capabilities).await.expect("Chromium can be started");
        Self {
            driver,
            origin: server.origin.clone(),
            is_cut_off: AtomicBool::new(false),
            elsewhere: Mutex::default(),
            _profile: profile,
            _process: process,
        }
    }

    /// The person in front of the tab that is open.
    #[must_use]
    pub fn person(&self) -> Person {
        Person::new(self.driver.clone(), self.origin.clone())
    }

    /// The same person, who reaches the server over a slow line from now on. A session that was begun before goes on there.
    #[must_use]
    pub fn person_over(&self, line: &SlowLine) -> Person {
        self.may_visit(&line.origin);
        Person::new(self.driver.clone(), line.origin.clone())
    }

    /// Forgets every file that was loaded before, and no cookie.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn forgets_files(&self) {
        self.person().tells_browser("Network.clearBrowserCache", json!({})).await;
    }

    /// Leaves the page that is open.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn goes_nowhere(&self) {
        self.driver.goto("about:blank").await.expect("an empty page");
    }

    /// Opens another tab and goes there.
    ///
    /// # Panics
    /// When the browser does not open one.
    pub async fn open_tab(&self) -> WindowHandle {
        let tab = self.driver.new_tab().await.expect("another tab");
        self.switch_to(&tab).await;
        tab
    }

    /// The tab that is open.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn tab(&self) -> WindowHandle {
        self.driver.window().await.expect("the tab that is open")
    }

    /// Goes to a tab.
    ///
    /// # Panics
    /// When it is gone.
    pub async fn switch_to(&self, tab: &WindowHandle) {
        self.driver.switch_to_window(tab.clone()).await.expect("the tab is there");
    }

    /// Keeps whatever is downloaded in a folder.
    ///
    /// # Panics
    /// When the browser does not know how.
    pub async fn keeps_downloads_in(&self, folder: &std::path::Path) {
        let how = json!({ "behavior": "allow", "downloadPath": folder });
        self.person().tells_browser("Browser.setDownloadBehavior", how).await;
    }

    /// What the network and the page did since this was asked last, as messages of the browser's developer tools. Nobody but us was
    /// asked for anything.
    ///
    /// # Panics
    /// When somebody else was.
    pub async fn hears(&self) -> Vec<Value> {
        let log = self.driver.get_log("performance").await.expect("the network's log");
        let messages = log.iter().filter_map(|entry| serde_json::from_str::<Value>(&entry.message).ok());
        let messages: Vec<_> = messages.map(|mut entry| entry["message"].take()).collect();
        for request in messages.iter().filter(|message| message["method"] == "Network.requestWillBeSent") {
            let url = request["params"]["request"]["url"].as_str().unwrap_or_default();
            // The browser's own first page, and what that page asks of the browser, is no request to anybody.
            let is_ours = [self.origin.as_str(), "data:", "blob:", "chrome://", "chrome-untrusted://"]
                .iter()
                .any(|ours| url.starts_with(ours));
            let is_ours =
                is_ours || self.elsewhere.lock().is_ok_and(|it| it.iter().any(|origin| url.starts_with(origin)));
            assert!(is_ours, "a request that nobody expects: {url}");
        }
        messages
    }

    /// The journey leads to pages of somebody else's.
    pub fn may_visit(&self, origin: &str) {
        if let Ok(mut elsewhere) = self.elsewhere.lock() {
            elsewhere.push(origin.to_owned());
        }
    }

    /// The journey is about to stop its server: the console may say that connections were refused or lost.
    pub fn expects_to_be_cut_off(&self) {
        self.is_cut_off.store(true, Ordering::Relaxed);
    }

    /// Ends the journey: no word on the console other than those expected, and no request to any other host.
    ///
    /// `expected` are statuses that the journey provokes; the browser itself reports each refused request on the console.
    ///
    /// # Panics
    /// When there was anything else.
    pub async fn finish(self, expected: &[u16]) {
        let log = self.driver.browser_log().await.expect("the console's log");
        for entry in log {
            let text = format!("{entry:?}");
            let is_lost = self.is_cut_off.load(Ordering::Relaxed) && text.contains("net::ERR_");
            let is_expected = is_lost
                || expected
                    .iter()
                    .any(|status| text.contains(&format!("the server responded with a status of {status}")));
            assert!(is_expected, "the console says: {text}");
        }
        self.hears().await;
        self.close().await;
    }

    /// Ends the browser, whatever it has logged.
    ///
    /// # Panics
    /// When it does not end.
    pub async fn close(self) {
        self.driver.clone().quit().await.expect("the browser ends");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A journey that failed has not ended its session. Ending it politely would wait for an answer that may never come; the
        // driver's process group is ended instead, right after this.
        let _ = self.driver.clone().leak();
    }
}
