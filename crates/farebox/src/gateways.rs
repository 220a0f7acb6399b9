//! Which payment gateway is in use, opened from the configuration.

use std::sync::Arc;

use billing::Gateway as AnyGateway;
use billing::gateways::stripe::{API_URL, Patience, Stripe, StripeParts, StripeSettings};
use billing::gateways::test_checkout::{TestCheckout, TestCheckoutParts, TestCheckoutSettings};
use ledger::{Clock, Database, Ids, StorageError};

use crate::config::{Config, Gateway};

/// The payment gateway that is in use.
pub enum Gateways {
    /// A page of our own on which no money moves.
    TestCheckout(TestCheckout),
    /// Stripe.
    Stripe(Stripe),
}

impl Gateways {
    /// Opens the one that the configuration names.
    ///
    /// # Errors
    /// When its tables cannot be used.
    pub async fn open(
        config: &Config,
        database: &Database,
        (clock, ids): (&Clock, &Ids),
    ) -> Result<Self, StorageError> {
        let (database, clock) = (database.clone(), clock.clone());
        match (config.checkout.gateway, stripe_settings(config)) {
            (Gateway::Stripe, Some(settings)) => {
                Stripe::open(StripeParts { database, clock, settings }).await.map(Self::Stripe)
            }
            (Gateway::Stripe, None) => Err(StorageError::unavailable("stripe.secret_key is not set")),
            (Gateway::TestCheckout, _) => {
                let (ids, settings) = (ids.clone(), TestCheckoutSettings::default());
                TestCheckout::open(TestCheckoutParts { database, clock, ids, settings }).await.map(Self::TestCheckout)
            }
        }
    }

    /// It as billing knows it.
    pub fn in_use(&self) -> Arc<dyn AnyGateway> {
        match self {
            Self::TestCheckout(gateway) => Arc::new(gateway.clone()),
            Self::Stripe(gateway) => Arc::new(gateway.clone()),
        }
    }

    /// It as the HTTP side knows it, by what it is.
    pub fn apart(self) -> (Option<TestCheckout>, Option<Stripe>) {
        match self {
            Self::TestCheckout(gateway) => (Some(gateway), None),
            Self::Stripe(gateway) => (None, Some(gateway)),
        }
    }
}

/// What is set about Stripe; `None` without a key.
pub fn stripe_settings(config: &Config) -> Option<StripeSettings> {
    let stripe = &config.stripe;
    Some(StripeSettings {
        secret_key: stripe.secret_key.clone()?,
        webhook_secrets: stripe.webhook_secrets.clone(),
        api_url: stripe.api_url.clone().unwrap_or_else(|| API_URL.to_owned()),
        automatic_tax: stripe.automatic_tax,
        promotion_codes: stripe.promotion_codes,
        patience: Patience::default(),
    })
}
