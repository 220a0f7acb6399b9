//! The rules between keys: each value fits by itself, and these say which do not go together.

use billing::gateways::stripe::StripeSecret;
use billing::gateways::test_checkout::{Reach, allowed_on};

use super::layers::Loaded;
use super::source::ConfigError;
use super::{Config, Gateway};

/// How many signs of life may be missed before a runner counts as lost.
const HEARTBEATS_A_LEASE_MIN: u64 = 3;

/// Refuses the first pair of values that do not go together.
pub fn check(loaded: &Loaded) -> Result<(), ConfigError> {
    let config = &loaded.config;
    let lease_ms_min = config.studio.heartbeat_ms.saturating_mul(HEARTBEATS_A_LEASE_MIN);
    if config.studio.lease_ms < lease_ms_min {
        let (lease_ms, heartbeat_ms) = (config.studio.lease_ms, config.studio.heartbeat_ms);
        let problem = format!(
            "{lease_ms} is not allowed with `studio.heartbeat_ms` = {heartbeat_ms}; allowed is {lease_ms_min} or more, so that \
             a runner may miss a sign of life without losing its work"
        );
        return Err(loaded.refuse("studio.lease_ms", problem));
    }
    match config.checkout.gateway {
        Gateway::TestCheckout if !config.checkout.test_checkout_on_public_address => check_test_checkout(loaded),
        Gateway::TestCheckout => Ok(()),
        Gateway::Stripe => check_stripe(loaded),
    }
}

/// The key is asked for before anybody is asked for money, and is sent to nobody who could be overheard.
fn check_stripe(loaded: &Loaded) -> Result<(), ConfigError> {
    let stripe = &loaded.config.stripe;
    if stripe.secret_key.is_none() {
        let problem =
            "\"stripe\" is not allowed without `stripe.secret_key`; allowed is a key that begins with sk_ or rk_";
        return Err(loaded.refuse("checkout.gateway", problem.to_owned()));
    }
    let is_safe = stripe.api_url.as_ref().is_none_or(|url| url.starts_with("https://") || is_local(url));
    if !is_safe {
        let problem =
            "this address is neither https:// nor on this machine, and the secret key would be sent there in the clear";
        return Err(loaded.refuse("stripe.api_url", problem.to_owned()));
    }
    // In Stripe's test mode everybody pays with a card number that everybody knows.
    let is_money_real = stripe.secret_key.as_ref().is_some_and(StripeSecret::is_live) && stripe.api_url.is_none();
    if is_money_real || loaded.config.checkout.test_checkout_on_public_address {
        Ok(())
    } else {
        check_test_checkout(loaded)
    }
}

/// The test checkout gives credits away, so it stays on this machine unless somebody says otherwise in so many words.
fn check_test_checkout(loaded: &Loaded) -> Result<(), ConfigError> {
    let config = &loaded.config;
    let key = if allowed_on(config.listen, Reach::ThisMachine).is_err() {
        "listen"
    } else if !is_public_url_local(config) {
        "public_url"
    } else {
        return Ok(());
    };
    let problem = "this address is open to more than this machine, and the test checkout, or Stripe in its test mode, gives credits \
                   without payment to everybody who reaches it; allowed is a loopback address like 127.0.0.1, or, if that is wanted, \
                   `checkout.test_checkout_on_public_address` = true";
    Err(loaded.refuse(key, problem.to_owned()))
}

fn is_public_url_local(config: &Config) -> bool {
    config.public_url.as_deref().is_none_or(is_local)
}

fn is_local(url: &str) -> bool {
    let authority = url.split_once("://").map_or(url, |(_, authority)| authority);
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_name = host == "localhost" || host.ends_with(".localhost");
    is_name || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}
