//! What outlives a crash: what is on disk, Stripe, and time.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use billing::events::EventState;
use billing::gateways::stripe::{Patience, Stripe, StripeParts, StripeSecret, StripeSettings, StripeSetup};
use billing::reconcile::Report;
use billing::{Billing, BillingParts, BillingSettings};
use credits::{Catalog, Timestamp};
use ledger::{Clock, Ids};
use storage_fixture::Storage;
use stripe_stand_in::{Control, DeliverySettings, Endpoint, Faults, Settings, StandIn};
use tokio::runtime::{Builder, Runtime};

use super::life::Life;
use super::tally::PaymentsTally;

/// 2026-01-31T12:00:00Z.
const START: Timestamp = Timestamp(1_769_860_800_000_000);

/// Where browsers would be sent back to.
const PUBLIC_URL: &str = "http://studio.example";

const SECRET_KEY: &str = "sk_test_simulation";
const WEBHOOK_SECRET: &str = "whsec_simulation";

/// How often it is looked whether everything that was told is applied.
const ROUNDS_MAX: u32 = 2_000;

/// How often a comparison that was interrupted goes on.
const ATTEMPTS_MAX: u32 = 10;

/// How far time goes on between two of those looks.
const ROUND: Duration = Duration::from_secs(10 * 60);

/// The catalog that the product comes with.
const CATALOG: &str = include_str!("../../../catalog.toml");

pub(super) struct World {
    pub clock: Clock,
    pub catalog: Arc<Catalog>,
    pub stripe: Control,
    storage: Storage,
    stand_in: StandIn,
    settings: StripeSettings,
    listener: TcpListener,
    life: Option<Life>,
    /// Stripe's own.
    _runtime: Runtime,
}

fn runtime() -> Result<Runtime, String> {
    let built = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    built.map_err(|error| format!("no threads: {error}"))
}

impl World {
    pub fn new(seed: u64) -> Result<Self, String> {
        let clock = Clock::manual(START);
        let catalog = Catalog::from_toml(CATALOG).map_err(|error| error.to_string())?;
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        listener.set_nonblocking(true).map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let of_stripe = runtime()?;
        let seconds = clock.clone();
        let mut settings = Settings::new(SECRET_KEY, seed, Arc::new(move || seconds.now().0 / 1_000_000));
        settings.endpoint = Some(Endpoint::new(&format!("http://{address}/webhooks/stripe"), WEBHOOK_SECRET));
        settings.delivery = DeliverySettings::quick();
        let stand_in = of_stripe.block_on(StandIn::start(settings)).map_err(|error| error.to_string())?;
        let settings = stripe_settings(stand_in.base_url())?;
        of_stripe.block_on(make_prices(&settings, &catalog, &clock))?;
        let mut world = Self {
            clock,
            catalog: Arc::new(catalog),
            stripe: stand_in.control(),
            storage: Storage::new(),
            stand_in,
            settings,
            listener,
            life: None,
            _runtime: of_stripe,
        };
        world.begin()?;
        Ok(world)
    }

    /// A new life, on what is there.
    fn begin(&mut self) -> Result<(), String> {
        let (ids, runtime) = (Ids::system(), runtime()?);
        let (ledger, database) = (self.storage.ledger(&self.clock), self.storage.database(&ids));
        let opened = runtime.block_on(async {
            let (clock, settings) = (self.clock.clone(), self.settings.clone());
            let stripe =
                Stripe::open(StripeParts { database: database.clone(), clock: clock.clone(), settings }).await?;
            let billing = Billing::open(BillingParts {
                ledger: ledger.clone(),
                database,
                catalog: Arc::clone(&self.catalog),
                gateway: Arc::new(stripe.clone()),
                clock,
                ids,
                settings: BillingSettings { public_url: PUBLIC_URL.to_owned(), ..BillingSettings::default() },
            });
            Ok::<_, ledger::StorageError>((stripe, billing.await?))
        });
        let (stripe, billing) = opened.map_err(|error| error.to_string())?;
        let listener = self.listener.try_clone().map_err(|error| error.to_string())?;
        self.life = Some(Life::begin(runtime, listener, (stripe, billing, ledger))?);
        Ok(())
    }

    /// The present life.
    pub fn life(&self) -> Result<&Life, String> {
        self.life.as_ref().ok_or_else(|| "there is no life".to_owned())
    }

    /// The server is lost with everything that it had not written down, and is started again.
    pub fn crashes(&mut self) -> Result<(), String> {
        if let Some(life) = self.life.take() {
            life.crashes();
        }
        self.begin()
    }

    /// From now on everything may go wrong.
    pub fn misbehaves(&self) {
        self.stripe.set_faults(Faults {
            duplicate_permille: 150,
            reorder_permille: 200,
            drop_permille: 100,
            delay_ms_max: 8,
            api_timeout_permille: 1,
            api_429_permille: 15,
            api_429_retry_after_s: 0,
            api_500_before_permille: 25,
            api_500_after_permille: 25,
            hang_ms: 1_500,
        });
    }

    /// From now on nothing goes wrong any more.
    pub fn behaves(&self) {
        self.stripe.set_faults(Faults::default());
        self.stripe.resume_deliveries();
    }

    /// Waits until everything that was told is applied.
    pub fn settles(&self) -> Result<(), String> {
        let life = self.life()?;
        for _ in 0..ROUNDS_MAX {
            let (stripe, billing) = (self.stripe.clone(), life.billing.clone());
            let waiting = life.does(async move {
                stripe.quiesce().await;
                let _ = billing.apply_due_events().await?;
                billing.list_events(EventState::Waiting, 1).await
            });
            let waiting = waiting.ok_or("the last life ended")?.map_err(|error| error.to_string())?;
            if waiting.is_empty() {
                return Ok(());
            }
            self.clock.advance(ROUND);
        }
        Err("what was told is never applied".to_owned())
    }

    /// Compares with Stripe until nothing is left, which is the second time at the latest.
    pub fn reconciles_to_nothing(&self, tally: &mut PaymentsTally) -> Result<(), String> {
        let life = self.life()?;
        let since = START.before(Duration::from_secs(24 * 60 * 60));
        for is_last in [false, true] {
            let report = reconcile(life, since)?;
            if !report.problems.is_empty() {
                return Err(format!("the comparison cannot heal: {:?}", report.problems));
            }
            tally.add("healed by the last comparison", report.healed.len() as u64);
            if is_last && !report.healed.is_empty() {
                return Err(format!("the comparison has something left: {:?}", report.healed));
            }
        }
        let billing = life.billing.clone();
        let dead = life.does(async move { billing.list_events(EventState::Dead, 10).await });
        let dead = dead.ok_or("the last life ended")?.map_err(|error| error.to_string())?;
        if dead.is_empty() { Ok(()) } else { Err(format!("something needs a person: {dead:?}")) }
    }

    /// Whether the ledger adds up, past the server.
    pub fn audit(&self) -> Result<(), String> {
        let report = self.storage.audit();
        if report.is_clean() { Ok(()) } else { Err(format!("the audit: {report:?}")) }
    }

    /// Where Stripe is, for messages.
    pub fn stripe_url(&self) -> String {
        self.stand_in.base_url().to_owned()
    }
}

/// Compares, and again from where it was interrupted: a machine that has other things to do may not answer in time.
fn reconcile(life: &Life, since: Timestamp) -> Result<Report, String> {
    let mut failed = String::new();
    for _ in 0..ATTEMPTS_MAX {
        let billing = life.billing.clone();
        let report = life.does(async move { billing.reconcile(since, &mut |_, _| {}).await });
        match report.ok_or("the last life ended")? {
            Ok(report) => return Ok(report),
            Err(error) => failed = error.to_string(),
        }
    }
    Err(failed)
}

fn stripe_settings(api_url: &str) -> Result<StripeSettings, String> {
    let secret = |text| StripeSecret::new(text).ok_or_else(|| format!("{text} is no secret"));
    Ok(StripeSettings {
        secret_key: secret(SECRET_KEY)?,
        webhook_secrets: vec![secret(WEBHOOK_SECRET)?],
        api_url: api_url.to_owned(),
        automatic_tax: false,
        promotion_codes: false,
        patience: Patience {
            // Longer than a machine takes that has other things to do, and shorter than a call that hangs.
            attempt_max: Duration::from_millis(1_000),
            first_pause: Duration::from_millis(1),
            pause_max: Duration::from_millis(4),
        },
    })
}

async fn make_prices(settings: &StripeSettings, catalog: &Catalog, clock: &Clock) -> Result<(), String> {
    let setup = StripeSetup::new(settings.clone(), clock.clone()).map_err(|error| error.to_string())?;
    for missing in setup.missing_prices(catalog).await.map_err(|error| error.to_string())? {
        setup.make_price(&missing).await.map_err(|error| error.to_string())?;
    }
    Ok(())
}
