//! What people get to feel in a browser: what the page weighs, how soon it works, how soon it answers, and what Lighthouse says.

pub mod balance_to_pill;
pub mod blocked_click;
pub mod lighthouse;
mod streams;
pub mod transfer;

use std::path::Path;

use e2e::Server;
use serde::Serialize;

use crate::report::Circumstances;

/// All of it, as `bench/results/page.json` keeps it.
#[derive(Serialize)]
pub struct PageResult {
    /// Where and when it was measured.
    pub circumstances: Circumstances,
    /// What the workspace weighs and how soon it works.
    pub transfer: transfer::Transfer,
    /// From a click that is blocked to the modal that says so.
    pub blocked_click: blocked_click::BlockedClick,
    /// From the ledger to the pill.
    pub balance_to_pill: balance_to_pill::BalanceToPill,
    /// What Lighthouse says.
    pub lighthouse: lighthouse::Lighthouse,
}

impl PageResult {
    /// All tables, as `bench/README.md` shows them.
    #[must_use]
    pub fn table(&self) -> String {
        let circumstances = format!("{}; headless Chromium on the same machine, over loopback", self.circumstances);
        let parts = [
            circumstances,
            self.transfer.table(),
            self.blocked_click.table(),
            self.balance_to_pill.table(),
            self.lighthouse.table(),
        ];
        parts.join("\n\n")
    }
}

/// The limits that keep strangers from signing up and spending by the thousand do not hold for who measures, and the log of thousands of
/// requests would take part in what is measured.
const CONFIG: &str = "[limits]\nsign_in_a_minute = 1000000\nspending_a_minute = 1000000\n\n[log]\nfilter = \"error\"\n";

/// A server of its own for one measurement.
fn start(binary: &Path) -> Server {
    Server::start_with(binary, CONFIG)
}
