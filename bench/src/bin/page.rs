//! Measures what people get to feel in a browser, keeps the figures and puts their tables into `bench/README.md`.

use std::path::PathBuf;

use anyhow::Result;
use bench::page::lighthouse::{self, Program};
use bench::page::{PageResult, balance_to_pill, blocked_click, transfer};
use bench::report::{self, Circumstances};
use clap::{Parser, ValueEnum};

/// Measures the pages of a release build in headless Chromium.
#[derive(Parser)]
struct Arguments {
    /// The server's binary.
    #[arg(long)]
    binary: PathBuf,
    /// How often the workspace is loaded, each time by a browser that has never seen it.
    #[arg(long, default_value_t = 5)]
    loads: u32,
    /// How often Generate is clicked without credits.
    #[arg(long, default_value_t = 20)]
    clicks: u32,
    /// How many event streams are open while balances change.
    #[arg(long, default_value_t = 1_000)]
    streams: u32,
    /// How often a balance changes.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    changes: u32,
    /// Lighthouse's command.
    #[arg(long, value_name = "PROGRAM")]
    lighthouse: Option<PathBuf>,
    /// Why there is none.
    #[arg(long, value_name = "WHY", conflicts_with = "lighthouse", default_value = "nobody said where it is")]
    without_lighthouse: String,
    /// How often Lighthouse runs for each page and preset.
    #[arg(long, default_value_t = 3)]
    lighthouse_runs: u32,
    /// Measure only one thing, print it and keep nothing.
    #[arg(long)]
    only: Option<Part>,
}

/// One thing of many.
#[derive(Clone, Copy, ValueEnum)]
enum Part {
    Transfer,
    BlockedClick,
    BalanceToPill,
    Lighthouse,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let Some(part) = arguments.only {
        println!("{}", arguments.table_of(part).await?);
        return Ok(());
    }
    let result = PageResult {
        circumstances: Circumstances::now(),
        transfer: arguments.transfer().await?,
        blocked_click: arguments.blocked_click().await?,
        balance_to_pill: arguments.balance_to_pill().await?,
        lighthouse: arguments.lighthouse().await,
    };
    let table = result.table();
    println!("{table}");
    report::keep("page", &result, &table)
}

impl Arguments {
    async fn table_of(&self, part: Part) -> Result<String> {
        Ok(match part {
            Part::Transfer => self.transfer().await?.table(),
            Part::BlockedClick => self.blocked_click().await?.table(),
            Part::BalanceToPill => self.balance_to_pill().await?.table(),
            Part::Lighthouse => self.lighthouse().await.table(),
        })
    }

    async fn transfer(&self) -> Result<transfer::Transfer> {
        transfer::measure(&self.binary, self.loads).await
    }

    async fn blocked_click(&self) -> Result<blocked_click::BlockedClick> {
        blocked_click::measure(&self.binary, self.clicks).await
    }

    async fn balance_to_pill(&self) -> Result<balance_to_pill::BalanceToPill> {
        balance_to_pill::measure(&self.binary, self.streams, self.changes).await
    }

    async fn lighthouse(&self) -> lighthouse::Lighthouse {
        let missing = || Program::Missing(self.without_lighthouse.clone());
        let program = self.lighthouse.clone().map_or_else(missing, Program::At);
        lighthouse::measure(&self.binary, &program, self.lighthouse_runs).await
    }
}
