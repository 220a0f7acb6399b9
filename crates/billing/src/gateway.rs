//! What a payment gateway is to us: it makes checkout sessions, reads them back, and has a portal for plans.

use credits::{AccountId, IdempotencyKey, Money, Timestamp};
use futures_util::future::BoxFuture;
use uuid::Uuid;

use crate::{InvoiceId, Promise, SessionId, SubscriptionId};

/// A payment gateway.
///
/// Whatever it says is asked for at the moment it matters: nobody trusts the order or the content of its messages.
pub trait Gateway: Send + Sync + 'static {
    /// Its word in records: `test_checkout`. Never changes, because records name it.
    fn name(&self) -> &'static str;

    /// Makes a session. The same idempotency key gives the same session again.
    fn create_session(&self, wanted: NewSession) -> BoxFuture<'_, Result<CreatedSession, GatewayError>>;

    /// Reads a session as it stands now; `None` when there is none of that id.
    fn find_session<'a>(&'a self, id: &'a SessionId) -> BoxFuture<'a, Result<Option<Session>, GatewayError>>;

    /// The address of a page on which the account's plans are shown and cancelled.
    fn portal_url(&self, wanted: NewPortal) -> BoxFuture<'_, Result<String, GatewayError>>;

    /// The plans that the account has or had, newest first.
    fn subscriptions(&self, account: AccountId) -> BoxFuture<'_, Result<Vec<GatewaySubscription>, GatewayError>>;
}

/// A session to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Names the intent: our checkout's id, so that a repeated call is the same session.
    pub key: IdempotencyKey,
    /// The order's id, to be carried by the session.
    pub checkout: Uuid,
    /// Who buys, to be carried by the session.
    pub account: AccountId,
    /// What the gateway knows the pack or plan by.
    pub price_id: String,
    /// How many.
    pub quantity: u32,
    /// What was promised for it.
    pub promise: Promise,
    /// Where the browser goes after paying.
    pub done_url: String,
    /// Where the browser goes after cancelling.
    pub back_url: String,
}

/// A session that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatedSession {
    /// Its id.
    pub id: SessionId,
    /// Where the browser pays.
    pub url: String,
}

/// A session as the gateway has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// How far the buyer has come.
    pub status: SessionStatus,
    /// How far the money has come. Not the same thing: some ways to pay take days after the session is complete.
    pub payment_status: PaymentStatus,
    /// The order that it was made for, if the gateway carries it back.
    pub checkout: Option<Uuid>,
    /// Who it was made for, if the gateway carries it back. Compared with the order and never credited.
    pub account: Option<AccountId>,
    /// What is bought.
    pub price_id: String,
    /// How many.
    pub quantity: u32,
    /// What it costs before discounts and taxes.
    pub subtotal: Money,
    /// The first invoice, for a plan that was paid.
    pub invoice: Option<InvoiceId>,
    /// The subscription, for a plan that was paid.
    pub subscription: Option<SubscriptionId>,
}

/// How far the buyer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionStatus {
    /// The buyer has not finished.
    Open,
    /// The buyer has finished.
    Complete,
    /// It is over, and the buyer never finished.
    Expired,
}

/// How far the money has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentStatus {
    /// It has arrived.
    Paid,
    /// It has not, or not yet.
    Unpaid,
    /// There is nothing to pay. An open session may say so, too: it is no purchase before it is complete.
    NoPaymentRequired,
}

/// A portal to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPortal {
    /// Whose plans.
    pub account: AccountId,
    /// Where the browser goes afterwards.
    pub back_url: String,
}

/// A plan that an account has or had, as the gateway has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewaySubscription {
    /// Its id.
    pub id: SubscriptionId,
    /// The order by which it began.
    pub checkout: Uuid,
    /// How it stands.
    pub state: SubscriptionState,
}

/// How a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionState {
    /// It runs.
    Active {
        /// The end of the month that is paid.
        renews_at: Timestamp,
    },
    /// It was cancelled and runs until the end of the month that is paid.
    Canceling {
        /// That end.
        ends_at: Timestamp,
    },
    /// It is over.
    Ended {
        /// Since when.
        ended_at: Timestamp,
    },
}

/// Why a gateway gave no answer. The text is for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// It could not be asked, or did not answer.
    #[error("the gateway is out of reach: {0}")]
    OutOfReach(String),
    /// It answered that it will not.
    #[error("the gateway refused: {0}")]
    Refused(String),
}

impl SubscriptionState {
    /// The word for it on screen and in answers: `active`, `canceling`, `ended`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active { .. } => "active",
            Self::Canceling { .. } => "canceling",
            Self::Ended { .. } => "ended",
        }
    }

    /// The moment that goes with the state: when it renews, ends or ended.
    #[must_use]
    pub const fn renews_or_ends_at(self) -> Timestamp {
        match self {
            Self::Active { renews_at } => renews_at,
            Self::Canceling { ends_at } => ends_at,
            Self::Ended { ended_at } => ended_at,
        }
    }

    /// Whether there is anything to cancel.
    #[must_use]
    pub const fn is_cancelable(self) -> bool {
        match self {
            Self::Active { .. } => true,
            Self::Canceling { .. } | Self::Ended { .. } => false,
        }
    }
}
