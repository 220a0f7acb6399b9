//! How credits come in: an order becomes a session at a payment gateway, and a paid session becomes a deposit, exactly once.
//!
//! The order is written down with what was promised for it before any gateway is asked. Whoever learns that a session was paid
//! (a webhook, the return page, a reconciler) ends in the same idempotent call, [`Billing::apply`]; it does not matter
//! which comes first or how often. The ledger's own memory of the deposit's key is the mark that a purchase was credited.

mod apply;
mod billing;
mod calendar;
mod checkout;
mod columns;
mod credit;
mod error;
pub mod events;
mod gateway;
pub mod gateways;
mod id;
mod invoice_credits;
mod invoice_paid;
mod order;
mod payment_returned;
mod portal;
mod purchase;
pub mod reconcile;
mod record;
mod reference;
mod return_path;
mod session_paid;
mod start_checkout;
mod subscriptions;

pub use apply::Applied;
pub use billing::{Billing, BillingParts, BillingSettings};
pub use checkout::{Checkout, CheckoutStatus};
pub use error::{BillingError, CheckoutError};
pub use gateway::{
    Answer, CreatedSession, Gateway, GatewayError, GatewaySubscription, Invoice, InvoiceLine, Listed, NewPortal,
    NewSession, Page, Payment, PaymentStatus, Session, SessionStatus, SubscriptionState,
};
pub use id::{CustomerId, EventId, InvalidGatewayId, InvoiceId, PaymentId, SessionId, SubscriptionId};
pub use order::{Order, ProductKind, Promise};
pub use reference::{InvalidReference, Reference};
pub use return_path::{InvalidReturnPath, RETURN_PATH_BYTES_MAX, ReturnPath};
pub use start_checkout::Started;
pub use subscriptions::Subscription;
