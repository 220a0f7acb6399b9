//! Runs simulations until the time is over, and says what was tried; on a difference, the plan that shows it.

use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Parser;
use sim::{Kind, PaymentsMistake, Tally, allow_kills, simulate_payments, soak};

/// Random operations, faults and crashes over a ledger, compared with an independent oracle.
#[derive(Parser)]
struct Cli {
    /// How long.
    #[arg(long, default_value_t = 1)]
    minutes: u64,
    /// The first seed; the clock gives one otherwise. The plan of a seed is the same for ever.
    #[arg(long)]
    seed: Option<u64>,
    /// Over one store only; otherwise each has its part of the time.
    #[arg(long)]
    store: Option<Kind>,
    /// Instead, so many random things about payments, at a Stripe that misbehaves. Over files, or over PostgreSQL where the variable
    /// FAREBOX_TEST_STORE says so.
    #[arg(long)]
    payments: Option<u64>,
}

fn main() -> ExitCode {
    let Cli { minutes, seed, store, payments } = Cli::parse();
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seed = seed.unwrap_or_else(|| u64::try_from(since_1970.as_micros()).unwrap_or(0));
    let stores = store.map_or_else(|| Kind::ALL.to_vec(), |store| vec![store]);
    // Nobody else needs the server that this program starts.
    allow_kills();
    println!("first seed  {seed}");
    if let Some(steps) = payments {
        return simulate(seed, steps);
    }
    let lasts = Duration::from_secs(60 * minutes) / u32::try_from(stores.len()).unwrap_or(1);
    for kind in stores {
        println!("\nstore       {kind:?}");
        if let (None, Some(why)) = (store, kind.is_missing()) {
            println!("left out: {why}");
            continue;
        }
        let mut tally = Tally::default();
        let outcome = soak(kind, seed, lasts, &mut tally);
        println!("{tally}");
        if let Err(failure) = outcome {
            println!("\n{failure}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn simulate(seed: u64, steps: u64) -> ExitCode {
    match simulate_payments(seed, steps, PaymentsMistake::None) {
        Ok(tally) => {
            println!("{tally}\nno difference");
            ExitCode::SUCCESS
        }
        Err(why) => {
            println!("{why}");
            ExitCode::FAILURE
        }
    }
}
