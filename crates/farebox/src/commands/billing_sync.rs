//! `farebox billing sync`: makes the prices at Stripe that the catalog sells and Stripe does not have.

use std::fmt::Write as _;
use std::io::BufRead as _;
use std::process::ExitCode;

use billing::ProductKind;
use billing::gateways::stripe::{MissingPrice, StripeSetup};
use serde_json::json;

use super::billing_check::{not_asked, setup};
use crate::cli::BillingSync;
use crate::exit::{DIFFERENCE, Failure};
use crate::output::{to_stderr, to_stdout};

/// Shows what is missing, asks, and makes it.
pub fn run(arguments: &BillingSync) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    let catalog = crate::catalog_file::load(loaded.config.catalog.as_deref())?;
    let setup = setup(&loaded.config)?;
    let runtime = super::runtime()?;
    let missing = runtime.block_on(setup.missing_prices(&catalog)).map_err(|error| not_asked(&error))?;
    let is_agreed = missing.is_empty() || arguments.yes || (!arguments.json && is_agreed(&missing));
    let mut made = Vec::new();
    if is_agreed {
        for price in &missing {
            made.push((price.price_id.as_str(), runtime.block_on(make(&setup, price))?));
        }
    }
    to_stdout(&if arguments.json { as_json(&missing, &made) } else { as_text(&missing, &made) });
    Ok(if made.len() == missing.len() { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENCE) })
}

async fn make(setup: &StripeSetup, price: &MissingPrice) -> Result<String, Failure> {
    setup.make_price(price).await.map_err(|error| not_asked(&error))
}

/// Asks the person at the terminal. Nobody there is a no.
fn is_agreed(missing: &[MissingPrice]) -> bool {
    to_stderr(&format!("Stripe does not have:\n{}Make them? [y/N] ", listed(missing)));
    let mut answer = String::new();
    let is_read = std::io::stdin().lock().read_line(&mut answer).is_ok();
    is_read && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

fn listed(missing: &[MissingPrice]) -> String {
    let mut text = String::new();
    for MissingPrice { price_id, name, kind, amount_minor, currency } in missing {
        let often = match kind {
            ProductKind::Pack => "once",
            ProductKind::Plan => "every month",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {price_id:<24} {name}: {amount_minor} {currency} (in its minor unit), {often}");
    }
    text
}

fn as_text(missing: &[MissingPrice], made: &[(&str, String)]) -> String {
    if missing.is_empty() {
        return "Stripe has every price of the catalog.\n".to_owned();
    }
    if made.is_empty() {
        return format!("Nothing was made. Stripe does not have:\n{}", listed(missing));
    }
    let mut text = String::new();
    for (price_id, id) in made {
        let _ = writeln!(text, "made {price_id:<24} {id}");
    }
    text
}

fn as_json(missing: &[MissingPrice], made: &[(&str, String)]) -> String {
    let missing: Vec<_> = missing.iter().map(|price| price.price_id.as_str()).collect();
    let made: Vec<_> = made.iter().map(|(price_id, id)| json!({ "price_id": price_id, "stripe_id": id })).collect();
    format!("{:#}\n", json!({ "missing": missing, "made": made }))
}
