//! The test checkout: a payment gateway of our own, for development and tests. **No money moves.**
//!
//! It behaves as a real gateway does where it matters: sessions that expire, payments that are declined, and a payment of which
//! nobody tells us. Its pages say that no money moves, and [`allowed_on`] refuses to offer it to other machines unless told to in
//! so many words, because there everybody could give themselves credits.
//!
//! It knows nothing of [`crate::Billing`]: whoever calls [`TestCheckout::pay`] gets a [`PaidNotice`], which a real gateway would send as
//! a webhook, and hands its session to [`crate::Billing::session_paid`].

mod allowed_on;
mod cancel;
mod cancel_plan;
mod create_session;
mod decline;
mod gateway;
mod pay;
mod portal;
mod rows;
mod session;
mod subscription;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ledger::database::Migrations;
use ledger::{Clock, Database, Ids, StorageError, migration_step};

use crate::InvalidGatewayId;

pub use allowed_on::{NotAllowedHere, Reach, allowed_on};
pub use pay::PaidNotice;
pub use portal::{TestPlan, TestPortal};
pub use session::{TestLine, TestSession, TestSessionState};

/// The steps of this gateway's own tables.
const MIGRATIONS: Migrations = Migrations {
    table: "billing_test_migrations",
    steps: &[migration_step!("migrations/test_checkout", "V1__sessions")],
};

/// The word by which records name this gateway.
const NAME: &str = "test_checkout";

/// A payment gateway of our own. No money moves. Cheap to clone; every clone is the same one.
#[derive(Clone)]
pub struct TestCheckout {
    database: Database,
    clock: Clock,
    ids: Ids,
    settings: TestCheckoutSettings,
}

/// What the test checkout stands on.
pub struct TestCheckoutParts {
    /// Where its sessions are kept.
    pub database: Database,
    /// What time it is.
    pub clock: Clock,
    /// Where new ids and tokens come from.
    pub ids: Ids,
    /// What may be chosen.
    pub settings: TestCheckoutSettings,
}

/// What may be chosen about the test checkout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TestCheckoutSettings {
    /// How long a session can be paid.
    pub session_lifetime: Duration,
    /// How long a portal can be used.
    pub portal_lifetime: Duration,
}

impl Default for TestCheckoutSettings {
    /// A day for a session, as real gateways have it; an hour for a portal.
    fn default() -> Self {
        Self { session_lifetime: Duration::from_secs(24 * 60 * 60), portal_lifetime: Duration::from_secs(60 * 60) }
    }
}

/// Why the test checkout did not do what it was asked. Displayed: a sentence for people, but for [`Self::Unavailable`].
#[derive(Debug, thiserror::Error)]
pub enum TestCheckoutError {
    /// There is no such thing on this account.
    #[error("There is no such checkout.")]
    NotFound,
    /// The session was not paid in time.
    #[error("This checkout has expired. Nothing was charged.")]
    Expired,
    /// The session was paid before.
    #[error("This checkout is paid already.")]
    AlreadyPaid,
    /// The store is out of reach.
    #[error(transparent)]
    Unavailable(#[from] StorageError),
}

impl From<InvalidGatewayId> for TestCheckoutError {
    /// A name that we made ourselves and would not take: impossible, and if it happens nothing is written.
    fn from(error: InvalidGatewayId) -> Self {
        Self::Unavailable(StorageError::damaged(error.to_string()))
    }
}

impl TestCheckout {
    /// Opens the test checkout, bringing its tables to the present shape.
    ///
    /// # Errors
    /// When the store is out of reach, or was written by a newer version.
    pub async fn open(parts: TestCheckoutParts) -> Result<Self, StorageError> {
        parts.database.migrate(MIGRATIONS).await?;
        let TestCheckoutParts { database, clock, ids, settings } = parts;
        Ok(Self { database, clock, ids, settings })
    }

    /// A new name that nobody can guess: `cs_test_…` with 192 random bits.
    fn new_name(&self, prefix: &str) -> String {
        format!("{prefix}_test_{}", URL_SAFE_NO_PAD.encode(self.ids.bytes::<24>()))
    }
}
