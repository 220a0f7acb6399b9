//! `farebox dev stripe`: a stand-in for Stripe on this machine, which knows the prices of the catalog.

use std::process::ExitCode;
use std::time::Duration;

use billing::gateways::stripe::{Patience, StripeSecret, StripeSettings, StripeSetup};
use credits::Catalog;
use ledger::{Clock, Ids};
use serde_json::json;
use stripe_stand_in::{DeliverySettings, Endpoint, Settings, StandIn, system_clock};

use super::billing_check::not_asked;
use crate::cli::DevStripe;
use crate::exit::Failure;
use crate::output::to_stdout;
use crate::shutdown::Signals;

/// The key of the stand-in's one account. It is known to everybody, and opens nothing but a stand-in.
const SECRET_KEY: &str = "sk_test_stand_in";

/// What the stand-in signs with, by default.
const WEBHOOK_SECRET: &str = "whsec_stand_in";

/// For how long a server that is down is told again, at the most slowly.
const PAUSE_MAX: Duration = Duration::from_secs(10);

/// Serves until told to stop.
pub fn run(arguments: &DevStripe) -> Result<ExitCode, Failure> {
    if !arguments.listen.ip().is_loopback() {
        let why = "the stand-in lets everybody who reaches it pay without money; allowed is a loopback address like 127.0.0.1:12111";
        return Err(Failure::Configuration(format!("--listen {}: {why}", arguments.listen)));
    }
    let loaded = arguments.common.load(None)?;
    let catalog = crate::catalog_file::load(loaded.config.catalog.as_deref())?;
    super::runtime()?.block_on(serve(arguments, &catalog))?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(arguments: &DevStripe, catalog: &Catalog) -> Result<(), Failure> {
    let signals = Signals::new()?;
    let server = arguments.server.trim_end_matches('/');
    let mut settings = Settings::new(SECRET_KEY, Ids::system().number(), system_clock());
    settings.listen = arguments.listen;
    settings.endpoint = Some(Endpoint::new(&format!("{server}/webhooks/stripe"), WEBHOOK_SECRET));
    settings.delivery = DeliverySettings {
        pause_ms_max: u64::try_from(PAUSE_MAX.as_millis()).unwrap_or(u64::MAX),
        ..settings.delivery
    };
    let stand_in = StandIn::start(settings).await.map_err(|error| {
        Failure::Unavailable(format!("the stand-in cannot listen on {}: {error}", arguments.listen))
    })?;
    make_prices(stand_in.base_url(), catalog).await?;
    greet(arguments, stand_in.base_url());
    let shutdown = tokio_util::sync::CancellationToken::new();
    tokio::spawn(signals.stop_at_the_first(shutdown.clone()));
    shutdown.cancelled().await;
    stand_in.stop().await;
    Ok(())
}

/// What `farebox billing sync` does.
async fn make_prices(api_url: &str, catalog: &Catalog) -> Result<(), Failure> {
    let secret_key = StripeSecret::new(SECRET_KEY).ok_or_else(|| Failure::Unavailable("no key".to_owned()))?;
    let settings = StripeSettings {
        secret_key,
        webhook_secrets: Vec::new(),
        api_url: api_url.to_owned(),
        automatic_tax: false,
        promotion_codes: false,
        patience: Patience::default(),
    };
    let setup = StripeSetup::new(settings, Clock::system()).map_err(|error| not_asked(&error))?;
    for price in setup.missing_prices(catalog).await.map_err(|error| not_asked(&error))? {
        setup.make_price(&price).await.map_err(|error| not_asked(&error))?;
    }
    Ok(())
}

fn greet(arguments: &DevStripe, address: &str) {
    let variables = [
        ("FAREBOX_CHECKOUT_GATEWAY", "stripe"),
        ("FAREBOX_STRIPE_API_URL", address),
        ("FAREBOX_STRIPE_SECRET_KEY", SECRET_KEY),
        ("FAREBOX_STRIPE_WEBHOOK_SECRETS", WEBHOOK_SECRET),
    ];
    if arguments.json {
        let variables: serde_json::Map<_, _> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        return to_stdout(&format!("{}\n", json!({ "ready": true, "address": address, "variables": variables })));
    }
    let mut text = format!("A stand-in for Stripe is ready at {address}: no money moves. Ctrl-C stops.\n");
    text.push_str(&format!("It tells {} of events. Start that server with:\n\n", arguments.server));
    for (name, value) in variables {
        text.push_str(&format!("  export {name}={value}\n"));
    }
    to_stdout(&text);
}
