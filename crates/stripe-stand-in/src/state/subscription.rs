//! Subscriptions. Each has one item, as Farebox's plans do.

use super::words::words;
use super::{InvoiceLine, Metadata};

/// Something that is paid for every month.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    pub id: String,
    pub created_s: i64,
    pub customer: String,
    pub status: SubscriptionStatus,
    pub metadata: Metadata,
    pub currency: String,
    /// The id of its item.
    pub item: String,
    pub price: String,
    pub quantity: i64,
    /// The moment that periods are counted from, and how many of them are over.
    pub anchor_s: i64,
    pub periods: i32,
    pub period_start_s: i64,
    pub period_end_s: i64,
    pub is_cancel_at_period_end: bool,
    pub canceled_at_s: Option<i64>,
    pub ended_at_s: Option<i64>,
    pub latest_invoice: Option<String>,
    /// The invoice and its line by which the present price was billed last.
    pub last_debit: Option<(String, String)>,
    /// Lines that the next invoice will have.
    pub pending: Vec<InvoiceLine>,
    /// Whether the card was declined the last time: then it will be again.
    pub is_card_declined: bool,
}

words! {
    /// How a subscription stands.
    SubscriptionStatus {
        Active => "active",
        PastDue => "past_due",
        Canceled => "canceled",
        Unpaid => "unpaid",
    }
}

impl Subscription {
    /// When it will end, if it was cancelled and has not ended.
    pub(crate) fn cancel_at_s(&self) -> Option<i64> {
        self.is_cancel_at_period_end.then_some(self.period_end_s)
    }

    /// Whether it goes on for now.
    pub(crate) fn is_live(&self) -> bool {
        self.status != SubscriptionStatus::Canceled
    }
}
