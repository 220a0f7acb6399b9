//! What every handler can reach.

use std::sync::Arc;

use billing::Billing;
use billing::gateways::stripe::Stripe;
use billing::gateways::test_checkout::TestCheckout;
use credits::Catalog;
use ledger::Database;
use ledger::{Clock, Ids, Ledger, StorageError};
use sha2::{Digest, Sha256};
use studio::Studio;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::ServerSettings;
use crate::accounts::{Account, Accounts};
use crate::edge::RateLimits;
use crate::keys::{ApiKeyName, ApiKeyRecord, ApiKeys, NewApiKey};
use crate::readiness::Readiness;

/// What the HTTP side is made of.
pub struct AppParts {
    /// Who has how many credits.
    pub ledger: Ledger,
    /// What credits are spent on.
    pub studio: Studio,
    /// How credits come in.
    pub billing: Billing,
    /// The test gateway, when it is the one in use: its pages are served here.
    pub test_checkout: Option<TestCheckout>,
    /// Stripe, when it is the gateway in use: what it tells is taken here.
    pub stripe: Option<Stripe>,
    /// Where accounts, sessions and keys are kept.
    pub database: Database,
    /// What things cost.
    pub catalog: Arc<Catalog>,
    /// The edge of time.
    pub clock: Clock,
    /// The edge of randomness.
    pub ids: Ids,
    /// What can be set.
    pub settings: ServerSettings,
}

/// A handle to all of it, cheap to clone.
#[derive(Clone)]
pub struct App {
    pub(crate) ledger: Ledger,
    pub(crate) studio: Studio,
    pub(crate) billing: Billing,
    pub(crate) test_checkout: Option<TestCheckout>,
    pub(crate) stripe: Option<Stripe>,
    pub(crate) accounts: Accounts,
    pub(crate) keys: ApiKeys,
    pub(crate) catalog: Arc<Catalog>,
    /// Names this catalog: another one has another tag.
    pub(crate) catalog_tag: Arc<String>,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) limits: Arc<RateLimits>,
    pub(crate) settings: Arc<ServerSettings>,
    pub(crate) readiness: Arc<Readiness>,
    /// Cancelled when the server stops: event streams end with it.
    pub(crate) closing: CancellationToken,
}

impl App {
    /// Puts the parts together, and makes the tables of accounts, sessions and keys if they are missing.
    ///
    /// # Errors
    /// When the database cannot be used, or was written by a newer version.
    pub async fn open(parts: AppParts) -> Result<Self, StorageError> {
        let AppParts { ledger, studio, billing, test_checkout, stripe, database, catalog, clock, ids, settings } =
            parts;
        let accounts = Accounts::open(database.clone(), clock.clone(), ids.clone(), settings.session_lifetime).await?;
        Ok(Self {
            ledger,
            studio,
            billing,
            test_checkout,
            stripe,
            accounts,
            keys: ApiKeys::open(database, clock.clone(), ids.clone()),
            catalog_tag: Arc::new(tag_of(&catalog)),
            catalog,
            clock,
            ids,
            limits: Arc::new(RateLimits::new(&settings)),
            settings: Arc::new(settings),
            readiness: Arc::default(),
            closing: CancellationToken::new(),
        })
    }

    /// The account of an email address, for the operator's commands.
    ///
    /// # Errors
    /// When the database is out of reach.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>, StorageError> {
        self.accounts.by_email(email).await
    }

    /// Makes a key for another server, for the operator's commands. Under the id of one that was made before it is made anew, so that a
    /// command whose answer was lost can be repeated.
    ///
    /// # Errors
    /// When the database is out of reach.
    pub async fn create_api_key(&self, id: Uuid, name: ApiKeyName) -> Result<NewApiKey, StorageError> {
        self.keys.create(id, name).await
    }

    /// All keys that were ever made, the newest first, for the operator's commands.
    ///
    /// # Errors
    /// When the database is out of reach.
    pub async fn list_api_keys(&self) -> Result<Vec<ApiKeyRecord>, StorageError> {
        self.keys.list().await
    }

    /// Ends a key, for the operator's commands; `None` when there is none of that id. Ending it again changes nothing.
    ///
    /// # Errors
    /// When the database is out of reach.
    pub async fn revoke_api_key(&self, id: Uuid) -> Result<Option<ApiKeyRecord>, StorageError> {
        self.keys.revoke(id).await
    }
}

/// The tag of a catalog as it is served. Weak, because the same catalog may be sent compressed or not.
fn tag_of(catalog: &Catalog) -> String {
    let json = serde_json::to_vec(&wire::Catalog::from(catalog)).unwrap_or_default();
    let digest: [u8; 32] = Sha256::digest(json).into();
    let [a, b, c, d, e, f, g, h, ..] = digest;
    format!("W/\"{:016x}\"", u64::from_be_bytes([a, b, c, d, e, f, g, h]))
}
