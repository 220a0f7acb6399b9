//! `farebox billing check`: whether the account at Stripe is set up for what is sold.

use std::fmt::Write as _;
use std::process::ExitCode;

use billing::GatewayError;
use billing::gateways::stripe::{Finding, StripeSetup};
use ledger::Clock;
use serde_json::json;

use crate::cli::BillingCheck;
use crate::config::Config;
use crate::exit::{DIFFERENCE, Failure};
use crate::gateways::stripe_settings;
use crate::output::to_stdout;

/// Asks and prints what was found.
pub fn run(arguments: &BillingCheck) -> Result<ExitCode, Failure> {
    let loaded = arguments.common.load(None)?;
    let config = &loaded.config;
    let catalog = crate::catalog_file::load(config.catalog.as_deref())?;
    let setup = setup(config)?;
    let webhook_url = format!("{}/webhooks/stripe", public_url(config));
    let checked = super::runtime()?.block_on(setup.check(&catalog, &webhook_url));
    let findings = checked.map_err(|error| not_asked(&error))?;
    let is_right = findings.iter().all(|finding| finding.is_right);
    to_stdout(&if arguments.json { as_json(&findings, is_right) } else { as_text(&findings) });
    Ok(if is_right { ExitCode::SUCCESS } else { ExitCode::from(DIFFERENCE) })
}

/// Whoever asks Stripe to be set up.
pub fn setup(config: &Config) -> Result<StripeSetup, Failure> {
    let wanted = "the account at Stripe is not known: set stripe.secret_key, as the variable FAREBOX_STRIPE_SECRET_KEY for example";
    let settings = stripe_settings(config).ok_or_else(|| Failure::Configuration(wanted.to_owned()))?;
    StripeSetup::new(settings, Clock::system()).map_err(|error| not_asked(&error))
}

/// What is said when Stripe gave no answer.
pub fn not_asked(error: &GatewayError) -> Failure {
    match error {
        GatewayError::OutOfReach(_) => Failure::Unavailable(error.to_string()),
        GatewayError::Refused(_) => Failure::Refused(error.to_string()),
    }
}

fn public_url(config: &Config) -> String {
    config.public_url.clone().unwrap_or_else(|| format!("http://{}", config.listen))
}

fn as_json(findings: &[Finding], is_right: bool) -> String {
    let findings: Vec<_> = findings
        .iter()
        .map(|finding| json!({ "about": finding.about, "right": finding.is_right, "detail": finding.sentence }))
        .collect();
    format!("{:#}\n", json!({ "right": is_right, "findings": findings }))
}

fn as_text(findings: &[Finding]) -> String {
    let mut text = String::new();
    for Finding { about, is_right, sentence } in findings {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:<6} {about:<24} {sentence}", if *is_right { "right" } else { "WRONG" });
    }
    text
}
