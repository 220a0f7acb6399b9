//! What every test stands on: a ledger and a database in a temporary folder, a clock that stands still, the default catalog.

use std::sync::Arc;
use std::time::Duration;

use billing::gateways::test_checkout::{TestCheckout, TestCheckoutParts, TestCheckoutSettings};
use billing::{Billing, BillingParts, BillingSettings, Checkout, Gateway, Order, ReturnPath, SessionId, Started};
use credits::decide::{Entry, EntryKind};
use credits::{AccountId, Catalog, IdempotencyKey, Timestamp};
use ledger::database::FromValue;
use ledger::{Clock, Database, Ids, Ledger};
use storage_fixture::Storage;
use uuid::Uuid;

/// A day, the lifetime of a session.
pub const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// 2026-01-31T12:00:00Z.
pub const START: Timestamp = Timestamp(1_769_860_800_000_000);

/// A whole billing, with everything it stands on at hand.
pub struct House {
    pub billing: Billing,
    pub test_checkout: TestCheckout,
    pub ledger: Ledger,
    pub database: Database,
    pub clock: Clock,
    pub ids: Ids,
    pub storage: Storage,
}

pub fn catalog() -> Catalog {
    Catalog::from_toml(include_str!("../../../../catalog.toml")).unwrap()
}

pub fn order(price_id: &str, quantity: u32) -> Order {
    Order { price_id: price_id.to_owned(), quantity, return_to: ReturnPath::new("/").unwrap() }
}

pub fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

/// The session that a started checkout leads to.
pub fn session_of(started: &Started) -> SessionId {
    SessionId::new(started.url.strip_prefix("/checkout/test/").unwrap()).unwrap()
}

impl House {
    pub async fn new() -> Self {
        let storage = Storage::new();
        let clock = Clock::manual(START);
        let ids = Ids::system();
        let ledger = storage.ledger(&clock);
        let database = storage.database(&ids);
        let parts = TestCheckoutParts {
            database: database.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
            settings: TestCheckoutSettings::default(),
        };
        let test_checkout = TestCheckout::open(parts).await.unwrap();
        let gateway = Arc::new(test_checkout.clone());
        let settings = BillingSettings::default();
        let billing = open_billing(&ledger, &database, gateway, (catalog(), settings), (&clock, &ids)).await;
        Self { billing, test_checkout, ledger, database, clock, ids, storage }
    }

    /// The same records and the same ledger, with another gateway or catalog in front: what a restart may change.
    pub async fn reopened(&self, gateway: Arc<dyn Gateway>, catalog: Catalog) -> Billing {
        let settings = BillingSettings::default();
        open_billing(&self.ledger, &self.database, gateway, (catalog, settings), (&self.clock, &self.ids)).await
    }

    /// The same records and the same ledger, with other settings.
    pub async fn reopened_so(&self, settings: BillingSettings) -> Billing {
        let gateway = Arc::new(self.test_checkout.clone());
        open_billing(&self.ledger, &self.database, gateway, (catalog(), settings), (&self.clock, &self.ids)).await
    }

    pub fn someone(&self) -> AccountId {
        AccountId(self.ids.uuid_v7(self.clock.now()))
    }

    pub async fn start(&self, account: AccountId, price_id: &str, quantity: u32) -> Started {
        let key = key(&format!("intent-{}", self.ids.number()));
        self.billing.start_checkout(account, key, order(price_id, quantity)).await.unwrap()
    }

    pub async fn checkout(&self, account: AccountId, id: Uuid) -> Checkout {
        self.billing.checkout(account, id).await.unwrap().unwrap()
    }

    pub async fn available(&self, account: AccountId) -> i64 {
        self.ledger.balance(account).await.unwrap().available.get()
    }

    /// The account's deposits, newest first.
    pub async fn deposits(&self, account: AccountId) -> Vec<Entry> {
        let entries = self.ledger.entries(account, None, 100).await.unwrap();
        assert!(entries.iter().all(|entry| entry.kind == EntryKind::Deposit), "nothing here but deposits");
        entries
    }

    /// The one value that a query reads from the records.
    pub async fn read<T: FromValue + Send + 'static>(&self, sql: &'static str) -> T {
        let value: Result<T, ledger::StorageError> =
            self.database.read("read", move |tx| tx.find(sql, &[])?.unwrap().get("value")).await;
        value.unwrap()
    }

    /// Runs SQL as a fault would: behind everybody's back.
    pub async fn tamper(&self, sql: &'static str) {
        let changed: Result<u64, ledger::StorageError> =
            self.database.run("tamper", move |tx| tx.execute(sql, &[])).await;
        assert!(changed.unwrap() > 0, "the fault must hit something");
    }
}

async fn open_billing(
    ledger: &Ledger,
    database: &Database,
    gateway: Arc<dyn Gateway>,
    (catalog, settings): (Catalog, BillingSettings),
    (clock, ids): (&Clock, &Ids),
) -> Billing {
    let parts = BillingParts {
        ledger: ledger.clone(),
        database: database.clone(),
        catalog: Arc::new(catalog),
        gateway,
        clock: clock.clone(),
        ids: ids.clone(),
        settings,
    };
    Billing::open(parts).await.unwrap()
}
