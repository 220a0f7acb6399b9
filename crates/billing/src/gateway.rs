//! What a payment gateway is to us: it makes checkout sessions, reads back what became of them, and has a portal for plans.

mod invoice;
mod payment;
mod session;
mod subscription;

use credits::{AccountId, Timestamp};
use futures_util::future::BoxFuture;

use crate::{CustomerId, InvoiceId, PaymentId, Reference, SessionId};

pub use invoice::{Invoice, InvoiceLine};
pub use payment::Payment;
pub use session::{CreatedSession, NewSession, PaymentStatus, Session, SessionStatus};
pub use subscription::{GatewaySubscription, NewPortal, SubscriptionState};

/// What is asked of a gateway, answered some time later.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, GatewayError>>;

/// A payment gateway.
///
/// Whatever it says is asked for at the moment it matters: nobody trusts the order or the content of its messages.
pub trait Gateway: Send + Sync + 'static {
    /// Its word in records: `test_checkout`. Never changes, because records name it.
    fn name(&self) -> &'static str;

    /// Makes a session. The same idempotency key gives the same session again.
    fn create_session(&self, wanted: NewSession) -> Answer<'_, CreatedSession>;

    /// Reads a session as it stands now; `None` when there is none of that id.
    fn find_session<'a>(&'a self, id: &'a SessionId) -> Answer<'a, Option<Session>>;

    /// Reads an invoice as it stands now; `None` when there is none of that id.
    fn find_invoice<'a>(&'a self, id: &'a InvoiceId) -> Answer<'a, Option<Invoice>>;

    /// The invoices of the same buyer that were paid before an invoice, the earliest first: as far back as one page goes.
    fn earlier_invoices<'a>(&'a self, invoice: &'a InvoiceId) -> Answer<'a, Vec<InvoiceId>>;

    /// Ends a session that nobody has paid, if it can still be ended.
    fn expire_session<'a>(&'a self, id: &'a SessionId) -> Answer<'a, ()>;

    /// Reads how much of a payment has gone back by now; `None` when there is none of that id.
    fn find_payment<'a>(&'a self, id: &'a PaymentId) -> Answer<'a, Option<Payment>>;

    /// The session or invoice that a payment paid; `None` when there is none.
    fn paid_by<'a>(&'a self, id: &'a PaymentId) -> Answer<'a, Option<Reference>>;

    /// The address of a page on which the account's plans are shown and cancelled.
    fn portal_url(&self, wanted: NewPortal) -> Answer<'_, String>;

    /// Whether its portal can change one plan into another.
    fn changes_plans(&self) -> bool;

    /// The plans that the account has or had, newest first.
    fn subscriptions(&self, account: AccountId) -> Answer<'_, Vec<GatewaySubscription>>;

    /// The gateway has deleted a customer: whoever buys next is a new one.
    fn forget_customer<'a>(&'a self, id: &'a CustomerId) -> Answer<'a, ()>;

    /// One page of what there is since a moment, newest first, behind the last of the page before.
    fn list(&self, listed: Listed, since: Timestamp, after: Option<String>) -> Answer<'_, Page>;
}

/// What a gateway lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listed {
    /// Checkout sessions that are complete.
    Sessions,
    /// Invoices that are paid.
    Invoices,
    /// Money that was given back.
    Refunds,
    /// Money that was taken back, or is about to be.
    Disputes,
}

/// One page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// What stands on it.
    pub items: Vec<Reference>,
    /// Where the next one begins; `None` on the last one.
    pub next_after: Option<String>,
}

impl Listed {
    /// Everything that is listed: first what brought credits, then what takes them back.
    pub const ALL: [Self; 4] = [Self::Sessions, Self::Invoices, Self::Refunds, Self::Disputes];

    /// The word for it in records.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Invoices => "invoices",
            Self::Refunds => "refunds",
            Self::Disputes => "disputes",
        }
    }
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
