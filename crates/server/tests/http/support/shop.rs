//! A server that listens, on which credits are bought at Stripe: at a stand-in that can misbehave.

use std::sync::Arc;
use std::time::Duration;

use billing::events::EventState;
use billing::gateways::stripe::{Patience, StripeSecret, StripeSettings, StripeSetup};
use billing::{Applied, Reference};
use credits::{Catalog, Credits};
use ledger::Clock;
use serde_json::{Value, json};
use server::ServerSettings;
use storage_fixture::Storage;
use stripe_stand_in::{Control, DeliverySettings, Endpoint, Settings, StandIn};
use tokio::net::TcpListener;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::house::START;
use super::{Client, House};

/// The key of the account at the stand-in.
const SECRET_KEY: &str = "sk_test_shop";

/// What the stand-in signs with.
pub const WEBHOOK_SECRET: &str = "whsec_shop";

/// Nothing here takes this long; only a test that fails waits for it.
const LONG: Duration = Duration::from_secs(20);

pub struct Shop {
    pub house: House,
    pub stripe: Control,
    /// Where the server listens.
    pub address: String,
    stand_in: StandIn,
    settings: StripeSettings,
    _serving: DropGuard,
}

/// A checkout that was begun.
pub struct Begun {
    /// Its id, which the return page names.
    pub checkout: String,
    /// The session's id at Stripe.
    pub session: String,
}

impl Shop {
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// A shop whose Stripe has another luck.
    pub async fn open_seeded(seed: u64) -> Self {
        Self::open_so(seed, |_| {}).await
    }

    /// A shop about which something is otherwise at Stripe.
    pub async fn open_with(change: impl FnOnce(&mut StripeSettings)) -> Self {
        Self::open_so(1, change).await
    }

    /// A shop whose server others may stand beside, on the same database.
    pub async fn open_on(storage: Arc<Storage>) -> Self {
        Self::open_all(storage, 1, |_| {}).await
    }

    async fn open_so(seed: u64, change: impl FnOnce(&mut StripeSettings)) -> Self {
        Self::open_all(Arc::new(Storage::new()), seed, change).await
    }

    async fn open_all(storage: Arc<Storage>, seed: u64, change: impl FnOnce(&mut StripeSettings)) -> Self {
        let clock = Clock::manual(START);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seconds = clock.clone();
        let mut settings = Settings::new(SECRET_KEY, seed, Arc::new(move || seconds.now().0 / 1_000_000));
        settings.endpoint = Some(Endpoint::new(&format!("{address}/webhooks/stripe"), WEBHOOK_SECRET));
        settings.delivery = DeliverySettings::quick();
        let stand_in = StandIn::start(settings).await.unwrap();
        let mut stripe = stripe_settings(stand_in.base_url());
        make_prices(&stripe, &clock).await;
        change(&mut stripe);
        let settings = stripe.clone();
        let house = House::with_gateway(
            storage,
            ServerSettings {
                public_url: address.clone(),
                sign_in_a_minute: 1_000,
                spending_a_minute: 10_000,
                ..ServerSettings::default()
            },
            clock,
            Some(stripe),
        )
        .await;
        let shutdown = CancellationToken::new();
        tokio::spawn(server::serve(listener, house.app.clone(), shutdown.clone()));
        tokio::spawn({
            let (billing, shutdown) = (house.billing.clone(), shutdown.clone());
            async move { billing.run_events(shutdown).await }
        });
        let stripe = stand_in.control();
        Self { house, stripe, address, stand_in, settings, _serving: shutdown.drop_guard() }
    }

    /// Another server on the same database, which applies what is told to either.
    pub async fn another(&self) -> House {
        let settings = ServerSettings { public_url: self.address.clone(), ..ServerSettings::default() };
        let (storage, clock) = (Arc::clone(&self.house.storage), self.house.clock.clone());
        let house = House::with_gateway(storage, settings, clock, Some(self.settings.clone())).await;
        let billing = house.billing.clone();
        tokio::spawn(async move { billing.run_events(CancellationToken::new()).await });
        house
    }

    /// Where the stand-in is.
    pub fn stripe_url(&self) -> String {
        self.stand_in.base_url().to_owned()
    }

    /// Begins to buy something, as the screens do.
    pub async fn begins(&self, buyer: &Client, price_id: &str, quantity: u32) -> Begun {
        let body = json!({"price_id": price_id, "quantity": quantity, "return_to": "/"});
        let key = format!("order-{}", self.house.next_number());
        let url = buyer.spend("/api/checkout", &key, &body).await.ok().json()["url"].as_str().unwrap().to_owned();
        let session = url.rsplit('/').next().unwrap().to_owned();
        let checkout = self.session(&session).await["metadata"]["checkout"].as_str().unwrap().to_owned();
        Begun { checkout, session }
    }

    /// Buys something and waits until all has been told and applied.
    pub async fn buys(&self, buyer: &Client, price_id: &str, quantity: u32) -> Begun {
        let begun = self.begins(buyer, price_id, quantity).await;
        self.stripe.pay(&begun.session).unwrap();
        self.settles().await;
        begun
    }

    /// A session as Stripe has it.
    pub async fn session(&self, id: &str) -> Value {
        self.reads(&format!("/v1/checkout/sessions/{id}")).await
    }

    /// The payment of a session.
    pub async fn payment_of(&self, begun: &Begun) -> String {
        self.session(&begun.session).await["payment_intent"].as_str().unwrap().to_owned()
    }

    /// The plan that a session began.
    pub async fn plan_of(&self, begun: &Begun) -> String {
        self.session(&begun.session).await["subscription"].as_str().unwrap().to_owned()
    }

    /// Somebody changes a plan to another price, as in the portal.
    pub async fn changes_plan(&self, plan: &str, lookup_key: &str) {
        let found = self.reads(&format!("/v1/prices?lookup_keys[]={lookup_key}")).await;
        let price = found["data"][0]["id"].as_str().unwrap().to_owned();
        self.stripe.change_plan(plan, &price).unwrap();
    }

    /// The same, to be billed with the next month.
    pub async fn changes_plan_later(&self, plan: &str, lookup_key: &str) {
        let found = self.reads(&format!("/v1/prices?lookup_keys[]={lookup_key}")).await;
        let item = self.reads(&format!("/v1/subscriptions/{plan}")).await["items"]["data"][0]["id"].clone();
        let form = [
            ("items[0][id]", item.as_str().unwrap()),
            ("items[0][price]", found["data"][0]["id"].as_str().unwrap()),
            ("proration_behavior", "create_prorations"),
        ];
        self.writes(&format!("/v1/subscriptions/{plan}"), &form).await;
    }

    async fn writes(&self, path: &str, form: &[(&str, &str)]) {
        let request = reqwest::Client::new().post(format!("{}{path}", self.stripe_url())).bearer_auth(SECRET_KEY);
        let request = request.header("stripe-version", billing::gateways::stripe::API_VERSION).form(form);
        let answer = request.send().await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
    }

    /// Somebody gives the name of a price to a new one over another amount.
    pub async fn reprices(&self, lookup_key: &str, amount_minor: u64) {
        let form = [
            ("lookup_key", lookup_key),
            ("transfer_lookup_key", "true"),
            ("product_data[name]", "Another"),
            ("currency", "usd"),
            ("unit_amount", &amount_minor.to_string()),
        ];
        self.writes("/v1/prices", &form).await;
    }

    /// Anything at Stripe.
    pub async fn reads(&self, path: &str) -> Value {
        let request = reqwest::Client::new().get(format!("{}{path}", self.stripe_url())).bearer_auth(SECRET_KEY);
        let answer = request.header("stripe-version", billing::gateways::stripe::API_VERSION).send().await.unwrap();
        answer.json().await.unwrap()
    }

    /// Waits until everything that was told has arrived and nothing of it is left to be applied.
    pub async fn settles(&self) {
        self.stripe.quiesce().await;
        let quiet = async {
            let mut rounds = 0;
            while !self.waiting().await.is_empty() {
                let done = self.house.billing.apply_due_events().await.unwrap();
                self.stripe.quiesce().await;
                rounds += 1;
                if done == 0 && rounds > 20 {
                    // What was put off becomes due. Not so much at once that Stripe's own time goes on by days.
                    self.house.clock.advance(Duration::from_secs(5 * 60));
                } else if done == 0 {
                    // Somebody else is at it.
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            }
        };
        tokio::time::timeout(LONG, quiet).await.expect("what was told is applied");
    }

    async fn waiting(&self) -> Vec<String> {
        self.events(EventState::Waiting).await
    }

    /// What was told, in a state: its kinds.
    pub async fn events(&self, state: EventState) -> Vec<String> {
        let events = self.house.billing.list_events(state, 1_000).await.unwrap();
        events.into_iter().map(|event| event.kind).collect()
    }

    /// What a comparison with Stripe put right, and what it could not.
    pub async fn reconciles(&self) -> (Vec<Applied>, Vec<String>) {
        let since = START.before(Duration::from_secs(24 * 60 * 60));
        let report = self.house.billing.reconcile(since, &mut |_, _| {}).await.unwrap();
        let healed = report.healed.into_iter().map(|(_, applied): (Reference, _)| applied).collect();
        (healed, report.problems.into_iter().map(|(_, problem)| problem).collect())
    }

    /// What somebody can spend; below zero what somebody owes.
    pub async fn has(&self, buyer: &Client) -> i64 {
        self.house.ledger.balance(buyer.account).await.unwrap().available.get()
    }

    /// The words of an account's ledger, oldest first: `deposit 300`.
    pub async fn ledger_of(&self, buyer: &Client) -> Vec<String> {
        let entries = self.house.ledger.entries(buyer.account, None, 1_000).await.unwrap();
        let words = entries.iter().rev().map(|entry| format!("{} {}", entry.kind.as_str(), entry.available_delta));
        words.collect()
    }

    /// Nothing was lost or made, whatever happened.
    pub async fn adds_up(&self) {
        let report = self.house.storage.audit();
        assert!(report.is_clean(), "{report:?}");
    }
}

/// So many credits, for comparing.
pub fn credits(number: i64) -> Credits {
    Credits::new(number).unwrap()
}

fn stripe_settings(api_url: &str) -> StripeSettings {
    StripeSettings {
        secret_key: StripeSecret::new(SECRET_KEY).unwrap(),
        webhook_secrets: vec![StripeSecret::new(WEBHOOK_SECRET).unwrap()],
        api_url: api_url.to_owned(),
        automatic_tax: false,
        promotion_codes: false,
        patience: Patience {
            attempt_max: Duration::from_secs(2),
            first_pause: Duration::from_millis(1),
            pause_max: Duration::from_millis(10),
        },
    }
}

async fn make_prices(settings: &StripeSettings, clock: &Clock) {
    let catalog = Catalog::from_toml(include_str!("../../../../../catalog.toml")).unwrap();
    let setup = StripeSetup::new(settings.clone(), clock.clone()).unwrap();
    for missing in setup.missing_prices(&catalog).await.unwrap() {
        setup.make_price(&missing).await.unwrap();
    }
}
