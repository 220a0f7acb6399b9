//! Billing itself: what it stands on, and how it is opened.

use std::sync::Arc;

use credits::Catalog;
use ledger::database::Migrations;
use ledger::{Clock, Database, Ids, Ledger, StorageError, migration_step};
use tokio::sync::Notify;

use crate::Gateway;

/// The steps of billing's tables.
const MIGRATIONS: Migrations = Migrations {
    table: "billing_migrations",
    steps: &[
        migration_step!("migrations/billing", "V1__checkouts"),
        migration_step!("migrations/billing", "V2__money_in"),
    ],
};

/// How credits come in. Cheap to clone; every clone is the same one.
#[derive(Clone)]
pub struct Billing {
    pub(crate) ledger: Ledger,
    pub(crate) database: Database,
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) settings: Arc<BillingSettings>,
    /// Wakes whoever applies events.
    pub(crate) event_received: Arc<Notify>,
}

/// What billing stands on.
pub struct BillingParts {
    /// Where credits are deposited.
    pub ledger: Ledger,
    /// Where orders are written down.
    pub database: Database,
    /// What is sold.
    pub catalog: Arc<Catalog>,
    /// Where it is paid.
    pub gateway: Arc<dyn Gateway>,
    /// What time it is.
    pub clock: Clock,
    /// Where new ids come from.
    pub ids: Ids,
    /// What may be chosen.
    pub settings: BillingSettings,
}

/// What may be chosen about billing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BillingSettings {
    /// The address under which browsers reach us, without a slash at its end: `https://studio.example`. It stands before the paths
    /// that a gateway sends the browser back to. Empty keeps them paths, which only a gateway on our own address can follow.
    pub public_url: String,
    /// Whether a plan's credits never expire. Otherwise each paid month's do at the end of the month after it.
    pub plan_credits_roll_over: bool,
}

impl Billing {
    /// Opens billing, bringing its tables to the present shape.
    ///
    /// # Errors
    /// When the store is out of reach, or was written by a newer version.
    pub async fn open(parts: BillingParts) -> Result<Self, StorageError> {
        parts.database.migrate(MIGRATIONS).await?;
        let BillingParts { ledger, database, catalog, gateway, clock, ids, settings } = parts;
        Ok(Self {
            ledger,
            database,
            catalog,
            gateway,
            clock,
            ids,
            settings: Arc::new(settings),
            event_received: Arc::default(),
        })
    }

    /// The whole address of a path of ours.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public_url)
    }
}
