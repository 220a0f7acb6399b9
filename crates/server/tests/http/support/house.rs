//! A whole server without a socket.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use billing::gateways::stripe::{Stripe, StripeParts, StripeSettings};
use billing::gateways::test_checkout::{TestCheckout, TestCheckoutParts, TestCheckoutSettings};
use billing::{Billing, BillingParts, BillingSettings, Gateway};
use credits::decide::Source;
use credits::{AccountId, Catalog, Credits, IdempotencyKey, Timestamp};
use ledger::verbs::Deposit;
use ledger::{Clock, Database, Ids, Ledger};
use serde_json::{Value, json};
use server::{App, AppParts, ServerSettings};
use storage_fixture::Storage;
use studio::{Studio, StudioParts, StudioSettings};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{Client, Script};

/// 2026-01-31T12:00:00Z.
pub const START: Timestamp = Timestamp(1_769_860_800_000_000);

/// The password of everybody here.
const PASSWORD: &str = "correct horse battery";

pub struct House {
    pub app: App,
    pub router: Router,
    pub ledger: Ledger,
    pub studio: Studio,
    pub billing: Billing,
    pub script: Arc<Script>,
    pub clock: Clock,
    pub storage: Arc<Storage>,
    /// The records, for whoever looks at them past the server.
    pub records: Database,
    numbers: AtomicU64,
    _runners: DropGuard,
}

impl House {
    pub async fn new() -> Self {
        Self::with(ServerSettings { sign_in_a_minute: 1_000, spending_a_minute: 10_000, ..ServerSettings::default() })
            .await
    }

    pub async fn with(settings: ServerSettings) -> Self {
        Self::on(Arc::new(Storage::new()), settings).await
    }

    /// A server on a storage that other servers may be on as well.
    pub async fn on(storage: Arc<Storage>, settings: ServerSettings) -> Self {
        Self::with_gateway(storage, settings, Clock::manual(START), None).await
    }

    /// A server on which credits are bought at Stripe, or else in the test checkout.
    pub async fn with_gateway(
        storage: Arc<Storage>,
        settings: ServerSettings,
        clock: Clock,
        stripe: Option<StripeSettings>,
    ) -> Self {
        let ids = Ids::system();
        let ledger = storage.ledger(&clock);
        let database: Database = storage.database(&ids);
        let records = database.clone();
        let catalog = Arc::new(Catalog::from_toml(include_str!("../../../../../catalog.toml")).unwrap());
        let script = Arc::new(Script::new());
        let studio = Studio::open(StudioParts {
            ledger: ledger.clone(),
            database: database.clone(),
            catalog: Arc::clone(&catalog),
            generator: Arc::clone(&script) as _,
            assets_directory: storage.folder().join("assets"),
            clock: clock.clone(),
            ids: ids.clone(),
            settings: StudioSettings { runners: 4, ..StudioSettings::default() },
        });
        let studio = studio.await.unwrap();
        let (gateway, test_checkout, stripe) = open_gateway(&database, (&clock, &ids), stripe).await;
        let billing = Billing::open(BillingParts {
            ledger: ledger.clone(),
            database: database.clone(),
            catalog: Arc::clone(&catalog),
            gateway,
            clock: clock.clone(),
            ids: ids.clone(),
            settings: BillingSettings { public_url: settings.public_url.clone(), ..BillingSettings::default() },
        });
        let billing = billing.await.unwrap();
        let app = App::open(AppParts {
            ledger: ledger.clone(),
            studio: studio.clone(),
            billing: billing.clone(),
            test_checkout,
            stripe,
            database,
            catalog,
            clock: clock.clone(),
            ids,
            settings,
        });
        let app = app.await.unwrap();
        let shutdown = CancellationToken::new();
        tokio::spawn(studio.clone().run(shutdown.clone()));
        let router = server::router(app.clone());
        let numbers = AtomicU64::new(0);
        Self {
            app,
            router,
            ledger,
            studio,
            billing,
            script,
            clock,
            storage,
            records,
            numbers,
            _runners: shutdown.drop_guard(),
        }
    }

    /// Somebody who is signed out.
    pub fn visitor(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// Somebody who has just signed up.
    pub async fn newcomer(&self, name: &str) -> Client {
        let mut client = self.visitor();
        let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD});
        let me: wire::Me = client.post("/api/account", &body).await.ok().read_as();
        client.account = AccountId(me.account);
        client
    }

    /// Somebody with credits.
    pub async fn owner(&self, name: &str, credits: u32) -> Client {
        let client = self.newcomer(name).await;
        self.grant(&client, credits).await;
        client
    }

    /// A number that was not given before.
    pub fn next_number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    pub async fn grant(&self, client: &Client, credits: u32) {
        let key = IdempotencyKey::new(format!("grant-{}", self.next_number())).unwrap();
        let amount = Credits::from(credits);
        let deposit = Deposit { key, amount, source: Source::Grant, note: "for a test".to_owned(), expires_at: None };
        self.ledger.deposit(client.account, deposit).await.unwrap();
    }

    /// A generation that has reached a state, by way of the event stream.
    pub async fn generation(&self, client: &Client, body: &Value, state: &str) -> Value {
        let mut events = client.events(None).await;
        let key = format!("intent-{}", self.next_number());
        let accepted = client.spend("/api/generations", &key, body).await.ok().json();
        let id = accepted["generation"]["id"].clone();
        let is_it = |event: &super::Event| event.data["id"] == id && event.data["state"] == state;
        events.until(is_it).await.data
    }

    /// The path of a checkout's page at the test gateway.
    pub async fn checkout(&self, client: &Client, body: &Value) -> String {
        let key = format!("checkout-{}", self.next_number());
        client.spend("/api/checkout", &key, body).await.ok().json()["url"].as_str().unwrap().to_owned()
    }
}

/// The gateway as billing knows it, and by what it is.
async fn open_gateway(
    database: &Database,
    (clock, ids): (&Clock, &Ids),
    stripe: Option<StripeSettings>,
) -> (Arc<dyn Gateway>, Option<TestCheckout>, Option<Stripe>) {
    let (database, clock, ids) = (database.clone(), clock.clone(), ids.clone());
    if let Some(settings) = stripe {
        let stripe = Stripe::open(StripeParts { database, clock, settings }).await.unwrap();
        return (Arc::new(stripe.clone()), None, Some(stripe));
    }
    let settings = TestCheckoutSettings::default();
    let test_checkout = TestCheckout::open(TestCheckoutParts { database, clock, ids, settings }).await.unwrap();
    (Arc::new(test_checkout.clone()), Some(test_checkout), None)
}
