//! A checkout session: one order on a gateway's page.

use credits::{AccountId, IdempotencyKey, Money};
use uuid::Uuid;

use crate::{InvoiceId, PaymentId, Promise, SessionId, SubscriptionId};

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
    /// What is paid in the end, after discounts and taxes, in the same currency's minor unit.
    pub total_minor: u64,
    /// The first invoice, for a plan that was paid.
    pub invoice: Option<InvoiceId>,
    /// The subscription, for a plan that was paid.
    pub subscription: Option<SubscriptionId>,
    /// The payment, for a pack that was paid.
    pub payment: Option<PaymentId>,
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
