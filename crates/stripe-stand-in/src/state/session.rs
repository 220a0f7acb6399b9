//! Checkout sessions.

use super::Metadata;
use super::words::words;

/// One checkout.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub id: String,
    pub created_s: i64,
    pub expires_at_s: i64,
    pub mode: Mode,
    pub lines: Vec<SessionLine>,
    pub currency: String,
    pub total_minor: i64,
    pub status: SessionStatus,
    pub payment_status: SessionPayment,
    pub customer: Option<String>,
    pub customer_email: Option<String>,
    pub client_reference_id: Option<String>,
    pub metadata: Metadata,
    /// What the payment is to carry.
    pub payment_metadata: Metadata,
    /// What the subscription is to carry.
    pub subscription_metadata: Metadata,
    pub success_url: String,
    pub cancel_url: Option<String>,
    pub options: SessionOptions,
    /// The payment, once somebody tried to pay; never in a session for a subscription.
    pub payment: Option<String>,
    pub subscription: Option<String>,
    pub invoice: Option<String>,
}

/// One line of what is bought.
#[derive(Debug, Clone)]
pub(crate) struct SessionLine {
    pub id: String,
    pub price: String,
    pub quantity: i64,
    pub amount_minor: i64,
}

/// What was asked for and changes nothing here: it is only given back.
#[derive(Debug, Clone, Default)]
pub(crate) struct SessionOptions {
    pub allow_promotion_codes: Option<bool>,
    pub has_automatic_tax: bool,
    pub has_tax_id_collection: bool,
    pub billing_address_collection: Option<String>,
    pub locale: Option<String>,
}

words! {
    /// What a session is for.
    Mode {
        /// One payment.
        Payment => "payment",
        /// A payment every month.
        Subscription => "subscription",
    }
}

words! {
    /// How far the buyer has come.
    SessionStatus {
        Open => "open",
        Complete => "complete",
        Expired => "expired",
    }
}

words! {
    /// How far the money has come.
    SessionPayment {
        Paid => "paid",
        Unpaid => "unpaid",
        NoPaymentRequired => "no_payment_required",
    }
}
