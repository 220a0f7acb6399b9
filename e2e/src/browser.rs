//! A headless Chromium with a profile of its own.

use serde_json::Value;
use tempfile::TempDir;
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::prelude::*;

use crate::driver::Driver;
use crate::{Person, Server};

/// One browser: one profile, any number of tabs.
pub struct Browser {
    driver: WebDriver,
    origin: String,
    _profile: TempDir,
    _process: Driver,
}

const ARGUMENTS: [&str; 12] = [
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
        let process = Driver::start();
        let profile = TempDir::new().expect("a folder for the browser's profile");
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in ARGUMENTS {
            capabilities.add_arg(argument).expect("an argument");
        }
        capabilities.add_arg("--window-size=1440,900").expect("an argument");
        capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display())).expect("an argument");
        capabilities.set_logging_prefs("browser", LoggingPrefsLogLevel::All).expect("a preference");
        capabilities.set_logging_prefs("performance", LoggingPrefsLogLevel::All).expect("a preference");
        let driver = WebDriver::new(&process.address, capabilities).await.expect("Chromium can be started");
        Self { driver, origin: server.origin.clone(), _profile: profile, _process: process }
    }

    /// The person in front of the tab that is open.
    #[must_use]
    pub fn person(&self) -> Person {
        Person::new(self.driver.clone(), self.origin.clone())
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
            let is_expected =
                expected.iter().any(|status| text.contains(&format!("the server responded with a status of {status}")));
            assert!(is_expected, "the console says: {text}");
        }
        for entry in self.driver.get_log("performance").await.expect("the network's log") {
            let Ok(message) = serde_json::from_str::<Value>(&entry.message) else { continue };
            if message["message"]["method"] != "Network.requestWillBeSent" {
                continue;
            }
            let url = message["message"]["params"]["request"]["url"].as_str().unwrap_or_default().to_owned();
            // The browser's own first page is no request to anybody.
            let is_ours =
                [self.origin.as_str(), "data:", "blob:", "chrome://"].iter().any(|ours| url.starts_with(ours));
            assert!(is_ours, "a request that nobody expects: {url}");
        }
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
