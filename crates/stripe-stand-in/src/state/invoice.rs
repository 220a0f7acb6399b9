//! Invoices of subscriptions, their lines, and what was paid for them.

use super::Metadata;
use super::words::words;

/// What is billed for a subscription.
#[derive(Debug, Clone)]
pub(crate) struct Invoice {
    pub id: String,
    pub created_s: i64,
    /// The number on the paper.
    pub number: String,
    pub customer: String,
    pub subscription: String,
    /// What the subscription carried when it was billed.
    pub subscription_metadata: Metadata,
    pub currency: String,
    pub reason: BillingReason,
    pub status: InvoiceStatus,
    pub lines: Vec<InvoiceLine>,
    /// The sum of the lines; less than zero when more is given back than billed.
    pub total_minor: i64,
    /// The customer's balance before it.
    pub starting_balance_minor: i64,
    /// The customer's balance after it.
    pub ending_balance_minor: i64,
    /// What is to be paid: the total, lowered by the balance, and never less than zero.
    pub due_minor: i64,
    pub paid_minor: i64,
    /// The payment, unless there is nothing to pay.
    pub payment: Option<String>,
    pub attempts: u32,
    pub period_start_s: i64,
    pub period_end_s: i64,
    pub paid_at_s: Option<i64>,
    pub voided_at_s: Option<i64>,
    pub given_up_at_s: Option<i64>,
}

/// One line of an invoice.
#[derive(Debug, Clone)]
pub(crate) struct InvoiceLine {
    pub id: String,
    pub description: String,
    pub price: String,
    pub quantity: i64,
    /// Less than zero for time that is not used.
    pub amount_minor: i64,
    pub period_start_s: i64,
    pub period_end_s: i64,
    pub subscription: String,
    pub subscription_item: String,
    pub proration: Option<Proration>,
}

/// That a line is for a part of a period.
#[derive(Debug, Clone)]
pub(crate) struct Proration {
    pub invoice_item: String,
    /// The invoice and its line that time is given back of.
    pub credited: Option<(String, String)>,
}

/// A payment as a part of an invoice.
#[derive(Debug, Clone)]
pub(crate) struct InvoicePayment {
    pub id: String,
    pub created_s: i64,
    pub invoice: String,
    pub payment: String,
    pub amount_minor: i64,
    pub currency: String,
    pub status: InvoicePaymentStatus,
    pub paid_at_s: Option<i64>,
}

words! {
    /// Why something is billed.
    BillingReason {
        Create => "subscription_create",
        Cycle => "subscription_cycle",
        Update => "subscription_update",
    }
}

words! {
    /// How an invoice stands.
    InvoiceStatus {
        Open => "open",
        Paid => "paid",
        Void => "void",
        Uncollectible => "uncollectible",
    }
}

words! {
    /// How a payment of an invoice stands.
    InvoicePaymentStatus {
        Open => "open",
        Paid => "paid",
        Canceled => "canceled",
    }
}
