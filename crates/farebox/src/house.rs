//! Wiring: every part of Farebox, on files or on a database.

use std::sync::Arc;
use std::time::Duration;

use billing::{Billing, BillingParts, BillingSettings};
use credits::Catalog;
use ledger::{Clock, Ids, Ledger, StorageError};
use server::{App, AppParts, ServerSettings};
use studio::generators::builtin::{Builtin, BuiltinSettings, Pace};
use studio::{Studio, StudioParts, StudioSettings};

use crate::config::Config;
use crate::data_folder::DataFolder;
use crate::exit::Failure;
use crate::gateways::Gateways;
use crate::storage::Storage;

/// How long requests that are under way may go on after the server was told to stop.
pub const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// The opened parts.
pub struct House {
    /// Who has how many credits.
    pub ledger: Ledger,
    /// What credits are spent on.
    pub studio: Studio,
    /// How credits come in.
    pub billing: Billing,
    /// The HTTP side.
    pub app: App,
}

/// What a house is built on.
pub struct Ground<'a> {
    /// What the operator set.
    pub config: &'a Config,
    /// What things cost.
    pub catalog: Catalog,
    /// Where everything is kept.
    pub storage: Storage<'a>,
    /// The server's own folder, and what is kept in files. The caller holds its lock.
    pub folder: &'a DataFolder,
    /// The address under which browsers reach us.
    pub public_url: String,
}

impl House {
    /// Opens every part; nothing runs yet.
    ///
    /// # Errors
    /// When storage is in the way.
    pub async fn open(ground: Ground<'_>) -> Result<Self, Failure> {
        let Ground { config, catalog, storage, folder, public_url } = ground;
        let (clock, ids, catalog) = (Clock::system(), Ids::system(), Arc::new(catalog));
        let ledger = storage.ledger(clock.clone())?;
        let database = storage.database(&ids)?;
        let closed = |error: StorageError| storage.closed(&error);
        let studio = Studio::open(StudioParts {
            ledger: ledger.clone(),
            database: database.clone(),
            catalog: Arc::clone(&catalog),
            generator: Arc::new(Builtin::new(generator_settings(config))),
            assets_directory: config.assets.clone().unwrap_or_else(|| folder.assets()),
            clock: clock.clone(),
            ids: ids.clone(),
            settings: studio_settings(config),
        });
        let studio = studio.await.map_err(closed)?;
        let gateway = Gateways::open(config, &database, (&clock, &ids)).await.map_err(closed)?;
        let billing = Billing::open(BillingParts {
            ledger: ledger.clone(),
            database: database.clone(),
            catalog: Arc::clone(&catalog),
            gateway: gateway.in_use(),
            clock: clock.clone(),
            ids: ids.clone(),
            settings: BillingSettings {
                public_url: public_url.clone(),
                plan_credits_roll_over: config.checkout.plan_credits_roll_over,
            },
        });
        let billing = billing.await.map_err(closed)?;
        let (test_checkout, stripe) = gateway.apart();
        let app = App::open(AppParts {
            ledger: ledger.clone(),
            studio: studio.clone(),
            billing: billing.clone(),
            test_checkout,
            stripe,
            database,
            catalog,
            clock,
            ids,
            settings: server_settings(config, public_url),
        });
        Ok(Self { ledger, studio, billing, app: app.await.map_err(closed)? })
    }
}

fn generator_settings(config: &Config) -> BuiltinSettings {
    let pace = match config.generator.rest_per_step_ms {
        0 => Pace::Full,
        rest_per_step_ms => Pace::Slowed { rest_per_step_ms },
    };
    let refused_words = config.generator.refused_words.clone();
    BuiltinSettings { threads: size(config.generator.threads), refused_words, pace }
}

fn studio_settings(config: &Config) -> StudioSettings {
    StudioSettings {
        runners: size(config.studio.runners),
        lease: Duration::from_millis(config.studio.lease_ms),
        heartbeat: Duration::from_millis(config.studio.heartbeat_ms),
        attempts_max: small(config.studio.attempts_max),
    }
}

fn server_settings(config: &Config, public_url: String) -> ServerSettings {
    ServerSettings {
        secure_cookies: public_url.starts_with("https://"),
        public_url,
        session_lifetime: Duration::from_secs(config.session_lifetime_days.saturating_mul(SECONDS_A_DAY)),
        sign_in_a_minute: small(config.limits.sign_in_a_minute),
        spending_a_minute: small(config.limits.spending_a_minute),
        body_bytes_max: size(config.limits.body_bytes),
        trusted_proxies: config.trusted_proxies.clone(),
        shutdown_grace: SHUTDOWN_GRACE,
        ..ServerSettings::default()
    }
}

/// The table of settings bounds every number far below where these could matter.
fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
