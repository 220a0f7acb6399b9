//! How credits come in: an order becomes a session at a payment gateway, and a paid session becomes a deposit, exactly once.
//!
//! The order is written down with what was promised for it before any gateway is asked. Whoever learns that a session was paid
//! (a webhook, the return page, a reconciler) ends in the same idempotent call, [`Billing::session_paid`]; it does not matter
//! which comes first or how often. The ledger's own memory of the deposit's key is the mark that a purchase was credited.

mod billing;
mod checkout;
mod columns;
mod error;
mod gateway;
pub mod gateways;
mod id;
mod order;
mod portal;
mod record;
mod return_path;
mod session_paid;
mod start_checkout;
mod subscriptions;

pub use billing::{Billing, BillingParts, BillingSettings};
pub use checkout::{Checkout, CheckoutStatus};
pub use error::{BillingError, CheckoutError};
pub use gateway::{
    CreatedSession, Gateway, GatewayError, GatewaySubscription, NewPortal, NewSession, PaymentStatus, Session,
    SessionStatus, SubscriptionState,
};
pub use id::{InvalidGatewayId, InvoiceId, SessionId, SubscriptionId};
pub use order::{Order, ProductKind, Promise};
pub use return_path::{InvalidReturnPath, RETURN_PATH_BYTES_MAX, ReturnPath};
pub use start_checkout::Started;
pub use subscriptions::Subscription;
