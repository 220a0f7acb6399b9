//! Stripe's objects, as far as they are read here. What is not listed may change as it likes.

use credits::{AccountId, Timestamp};
use serde::Deserialize;
use uuid::Uuid;

/// A page of a list.
#[derive(Debug, Deserialize)]
pub(super) struct List<T> {
    pub data: Vec<T>,
    #[serde(default)]
    pub has_more: bool,
}

/// What we have objects carry. Others' objects carry something else, or nothing.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Metadata {
    account: Option<String>,
    checkout: Option<String>,
    pub price_id: Option<String>,
}

impl Metadata {
    pub fn account(&self) -> Option<AccountId> {
        self.account.as_deref().and_then(|text| text.parse().ok()).map(AccountId)
    }

    pub fn checkout(&self) -> Option<Uuid> {
        self.checkout.as_deref().and_then(|text| text.parse().ok())
    }
}

/// Anything with an id.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub id: String,
}

/// Anything that leads to a payment.
#[derive(Debug, Deserialize)]
pub(super) struct Paying {
    pub id: String,
    pub payment_intent: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct SessionObject {
    pub id: String,
    pub url: Option<String>,
    pub status: Option<String>,
    pub payment_status: Option<String>,
    pub metadata: Option<Metadata>,
    pub amount_subtotal: Option<u64>,
    pub amount_total: Option<u64>,
    pub currency: Option<String>,
    pub invoice: Option<String>,
    pub subscription: Option<String>,
    pub payment_intent: Option<String>,
    pub line_items: Option<List<LineItem>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct LineItem {
    pub price: Option<PriceObject>,
    pub quantity: Option<u32>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct PriceObject {
    pub id: String,
    #[serde(default)]
    pub active: bool,
    pub lookup_key: Option<String>,
    pub currency: String,
    pub unit_amount: Option<u64>,
    pub recurring: Option<Recurring>,
    #[serde(default)]
    pub metadata: PriceMetadata,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct PriceMetadata {
    price_id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Recurring {
    pub interval: String,
    pub interval_count: Option<u32>,
}

impl PriceObject {
    /// Whether it has a name that the catalog could have, and not only its own id.
    pub const fn is_named(&self) -> bool {
        self.metadata.price_id.is_some() || self.lookup_key.is_some()
    }

    /// What the catalog knows it by: as it was made for, or its lookup key, or its own id.
    pub fn name(&self) -> &str {
        self.metadata.price_id.as_deref().or(self.lookup_key.as_deref()).unwrap_or(&self.id)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct InvoiceObject {
    pub status: Option<String>,
    pub currency: String,
    pub total: i64,
    /// What Stripe owed the buyer when it was made, below zero, and afterwards.
    pub starting_balance: Option<i64>,
    pub ending_balance: Option<i64>,
    pub parent: Option<InvoiceParent>,
    pub lines: List<InvoiceLineObject>,
    pub payments: Option<List<InvoicePayment>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct InvoiceParent {
    pub subscription_details: Option<SubscriptionDetails>,
}

#[derive(Debug, Deserialize)]
pub(super) struct SubscriptionDetails {
    pub subscription: Option<String>,
    pub metadata: Option<Metadata>,
}

#[derive(Debug, Deserialize)]
pub(super) struct InvoiceLineObject {
    pub id: String,
    pub amount: i64,
    pub quantity: Option<u32>,
    pub period: Period,
    pub pricing: Option<Pricing>,
    pub parent: Option<LineParent>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Period {
    pub end: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Pricing {
    pub price_details: Option<PriceDetails>,
}

#[derive(Debug, Deserialize)]
pub(super) struct PriceDetails {
    pub price: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct LineParent {
    pub subscription_item_details: Option<LineDetails>,
    pub invoice_item_details: Option<LineDetails>,
}

#[derive(Debug, Deserialize)]
pub(super) struct LineDetails {
    #[serde(default)]
    pub proration: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct InvoicePayment {
    pub invoice: Option<String>,
    pub status: Option<String>,
    pub payment: Option<PaymentOfInvoice>,
}

#[derive(Debug, Deserialize)]
pub(super) struct PaymentOfInvoice {
    pub payment_intent: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ChargeObject {
    pub amount: u64,
    pub currency: String,
    pub status: String,
}

/// A payment, as far as it says whether it can still come to anything.
#[derive(Debug, Deserialize)]
pub(super) struct PaymentIntentObject {
    pub status: String,
}

/// What of an invoice is needed to find those before it.
#[derive(Debug, Deserialize)]
pub(super) struct InvoiceHead {
    pub id: String,
    pub customer: Option<String>,
    pub status_transitions: Option<StatusTransitions>,
}

#[derive(Debug, Deserialize)]
pub(super) struct StatusTransitions {
    pub paid_at: Option<i64>,
}

impl InvoiceHead {
    /// When it was paid.
    pub fn paid_at(&self) -> Option<i64> {
        self.status_transitions.as_ref().and_then(|transitions| transitions.paid_at)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct RefundObject {
    pub id: String,
    pub amount: u64,
    pub currency: String,
    pub status: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct DisputeObject {
    pub id: String,
    pub amount: u64,
    pub currency: String,
    /// What was withdrawn and reinstated, in the currency that we are paid in.
    #[serde(default)]
    pub balance_transactions: Vec<BalanceTransaction>,
}

#[derive(Debug, Deserialize)]
pub(super) struct BalanceTransaction {
    pub amount: i64,
}

impl DisputeObject {
    /// Whether the money is withdrawn at present. The status does not say so: for an inquiry nothing is, money may be reinstated for a
    /// dispute that is lost, and for one that was won it is.
    pub fn is_withdrawn(&self) -> bool {
        self.balance_transactions.iter().map(|moved| moved.amount).fold(0, i64::saturating_add) < 0
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct SubscriptionObject {
    pub id: String,
    pub status: String,
    pub cancel_at_period_end: Option<bool>,
    pub cancel_at: Option<i64>,
    pub canceled_at: Option<i64>,
    pub ended_at: Option<i64>,
    pub metadata: Option<Metadata>,
    pub items: List<SubscriptionItem>,
}

#[derive(Debug, Deserialize)]
pub(super) struct SubscriptionItem {
    pub price: PriceObject,
    pub current_period_end: Option<i64>,
}

/// A moment of Stripe's, which counts seconds.
pub(super) fn moment(seconds: i64) -> Timestamp {
    Timestamp(seconds.saturating_mul(1_000_000))
}

/// A moment for Stripe, which counts seconds.
pub(super) const fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1_000_000)
}
