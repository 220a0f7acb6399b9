//! What every test stands on: a ledger and a database in a temporary folder, a clock that stands still, the default catalog.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use billing::gateways::test_checkout::{TestCheckout, TestCheckoutParts, TestCheckoutSettings};
use billing::{Billing, BillingParts, BillingSettings, Checkout, Gateway, Order, ReturnPath, SessionId, Started};
use credits::decide::{Entry, EntryKind};
use credits::{AccountId, Catalog, IdempotencyKey, Timestamp};
use ledger::{Clock, Database, Ids, Ledger};
use tempfile::TempDir;
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
    folder: TempDir,
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
        let folder = TempDir::new().unwrap();
        let clock = Clock::manual(START);
        let ids = Ids::system();
        let ledger = Ledger::open_sqlite(&folder.path().join("ledger.db"), clock.clone()).unwrap();
        let database = Database::open(&folder.path().join("app.db")).unwrap();
        let parts = TestCheckoutParts {
            database: database.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
            settings: TestCheckoutSettings::default(),
        };
        let test_checkout = TestCheckout::open(parts).await.unwrap();
        let gateway = Arc::new(test_checkout.clone());
        let billing = open_billing(&ledger, &database, gateway, catalog(), (&clock, &ids)).await;
        Self { billing, test_checkout, ledger, database, clock, ids, folder }
    }

    /// The same records and the same ledger, with another gateway or catalog in front: what a restart may change.
    pub async fn reopened(&self, gateway: Arc<dyn Gateway>, catalog: Catalog) -> Billing {
        open_billing(&self.ledger, &self.database, gateway, catalog, (&self.clock, &self.ids)).await
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

    pub fn ledger_path(&self) -> PathBuf {
        self.folder.path().join("ledger.db")
    }

    /// Runs SQL as a fault would: behind everybody's back.
    pub async fn tamper(&self, sql: &'static str) {
        let changed: Result<usize, ledger::StorageError> =
            self.database.run("tamper", move |tx| Ok(tx.execute(sql, [])?)).await;
        assert!(changed.unwrap() > 0, "the fault must hit something");
    }
}

async fn open_billing(
    ledger: &Ledger,
    database: &Database,
    gateway: Arc<dyn Gateway>,
    catalog: Catalog,
    (clock, ids): (&Clock, &Ids),
) -> Billing {
    let parts = BillingParts {
        ledger: ledger.clone(),
        database: database.clone(),
        catalog: Arc::new(catalog),
        gateway,
        clock: clock.clone(),
        ids: ids.clone(),
        settings: BillingSettings::default(),
    };
    Billing::open(parts).await.unwrap()
}

/// A gateway that misbehaves in the ways that real ones do; otherwise the test checkout.
pub mod faulty {
    use std::sync::Mutex;

    use billing::{CreatedSession, GatewayError, GatewaySubscription, NewPortal, NewSession, Session, SessionId};
    use futures_util::FutureExt;
    use futures_util::future::BoxFuture;

    use super::{AccountId, Gateway, TestCheckout};

    /// What goes wrong.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Fault {
        /// Nothing.
        None,
        /// No call arrives.
        OutOfReach,
        /// The session is made, and its answer is lost.
        LosesAnswer,
    }

    /// The test checkout behind a bad line.
    pub struct FaultyGateway {
        inner: TestCheckout,
        fault: Mutex<Fault>,
        distort: fn(&mut Session),
    }

    impl FaultyGateway {
        pub fn new(inner: TestCheckout, fault: Fault) -> Self {
            Self { inner, fault: Mutex::new(fault), distort: |_| {} }
        }

        /// A gateway that carries something else than what it was given.
        pub fn distorting(inner: TestCheckout, distort: fn(&mut Session)) -> Self {
            Self { inner, fault: Mutex::new(Fault::None), distort }
        }

        pub fn set(&self, fault: Fault) {
            *self.fault.lock().unwrap() = fault;
        }

        fn reach(&self) -> Result<Fault, GatewayError> {
            match *self.fault.lock().unwrap() {
                Fault::OutOfReach => Err(lost()),
                fault @ (Fault::None | Fault::LosesAnswer) => Ok(fault),
            }
        }
    }

    fn lost() -> GatewayError {
        GatewayError::OutOfReach("connection reset by 10.0.0.7".to_owned())
    }

    impl Gateway for FaultyGateway {
        fn name(&self) -> &'static str {
            self.inner.name()
        }

        fn create_session(&self, wanted: NewSession) -> BoxFuture<'_, Result<CreatedSession, GatewayError>> {
            async move {
                let fault = self.reach()?;
                let made = self.inner.create_session(wanted).await?;
                if fault == Fault::LosesAnswer { Err(lost()) } else { Ok(made) }
            }
            .boxed()
        }

        fn find_session<'a>(&'a self, id: &'a SessionId) -> BoxFuture<'a, Result<Option<Session>, GatewayError>> {
            async move {
                self.reach()?;
                let mut found = self.inner.find_session(id).await?;
                found.iter_mut().for_each(self.distort);
                Ok(found)
            }
            .boxed()
        }

        fn portal_url(&self, wanted: NewPortal) -> BoxFuture<'_, Result<String, GatewayError>> {
            async move {
                self.reach()?;
                self.inner.portal_url(wanted).await
            }
            .boxed()
        }

        fn subscriptions(&self, account: AccountId) -> BoxFuture<'_, Result<Vec<GatewaySubscription>, GatewayError>> {
            async move {
                self.reach()?;
                self.inner.subscriptions(account).await
            }
            .boxed()
        }
    }
}
