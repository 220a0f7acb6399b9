//! Stripe. Card data never touches us: people pay on Stripe's own pages, and we read back what became of it.
//!
//! Everything that Stripe tells is signed, and even then only said to be looked at: sessions, invoices, refunds and disputes are read from
//! Stripe at the moment at which they matter.

mod breaker;
mod check;
mod client;
mod create_session;
mod customers;
mod find_invoice;
mod find_payment;
mod find_session;
mod gateway;
mod list;
mod notice;
mod objects;
mod portal;
mod prices;
mod secret;
mod subscriptions;
mod sync;
mod webhook;

use std::collections::HashMap;
use std::sync::Arc;

use ledger::database::Migrations;
use ledger::{Clock, Database, StorageError, migration_step};
use parking_lot::Mutex;

use crate::GatewayError;
use client::Client;
use prices::KnownPrice;

pub use check::Finding;
pub use client::{API_VERSION, Patience};
pub use secret::StripeSecret;
pub use sync::MissingPrice;
pub use webhook::{SIGNATURE_HEADER, WebhookError};

/// The steps of this gateway's own tables.
const MIGRATIONS: Migrations =
    Migrations { table: "billing_stripe_migrations", steps: &[migration_step!("migrations/stripe", "V1__customers")] };

/// The word by which records name this gateway.
const NAME: &str = "stripe";

/// The same in Stripe's test mode, in which no money moves.
const NAME_OF_TESTS: &str = "stripe_test";

/// Stripe's own address.
pub const API_URL: &str = "https://api.stripe.com";

/// Stripe as a payment gateway. Cheap to clone; every clone is the same one.
#[derive(Clone)]
pub struct Stripe(Arc<Inner>);

struct Inner {
    client: Client,
    database: Database,
    clock: Clock,
    settings: StripeSettings,
    /// The prices of Stripe's that were asked for, by the names of the catalog.
    prices: Mutex<HashMap<String, KnownPrice>>,
}

/// What Stripe as a gateway stands on.
pub struct StripeParts {
    /// Where it is written down what Stripe knows our accounts by.
    pub database: Database,
    /// What time it is.
    pub clock: Clock,
    /// What may be chosen.
    pub settings: StripeSettings,
}

/// What may be chosen about Stripe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripeSettings {
    /// The key of the account: `sk_…`, or a restricted one, `rk_…`.
    pub secret_key: StripeSecret,
    /// What the webhook endpoint signs with, `whsec_…`. Several while one is being replaced by another.
    pub webhook_secrets: Vec<StripeSecret>,
    /// Where the API is: [`API_URL`], or a stand-in for development.
    pub api_url: String,
    /// Whether Stripe works out taxes.
    pub automatic_tax: bool,
    /// Whether promotion codes may be entered.
    pub promotion_codes: bool,
    /// How long is waited for it.
    pub patience: Patience,
}

impl Stripe {
    /// Opens the gateway, bringing its tables to the present shape. Stripe is not asked.
    ///
    /// # Errors
    /// When the store is out of reach, or was written by a newer version, or no calls over TLS can be made here.
    pub async fn open(parts: StripeParts) -> Result<Self, StorageError> {
        parts.database.migrate(MIGRATIONS).await?;
        let StripeParts { database, clock, settings } = parts;
        let client = Client::new(&settings, clock.clone());
        let client = client.map_err(|error: GatewayError| StorageError::unavailable(error.to_string()))?;
        Ok(Self(Arc::new(Inner { client, database, clock, settings, prices: Mutex::default() })))
    }
}

/// Stripe as whoever sets it up sees it. Nothing of ours is opened for that.
pub struct StripeSetup {
    client: Client,
    settings: StripeSettings,
}

impl StripeSetup {
    /// Prepares to ask. Stripe is not asked yet.
    ///
    /// # Errors
    /// When no calls over TLS can be made here.
    pub fn new(settings: StripeSettings, clock: Clock) -> Result<Self, GatewayError> {
        let client = Client::new(&settings, clock)?;
        Ok(Self { client, settings })
    }
}

/// A name and a value to be sent along.
fn field(name: impl Into<String>, value: impl ToString) -> (String, String) {
    (name.into(), value.to_string())
}
