//! Payments, which Stripe calls payment intents, and the charges by which they are attempted.

use super::Metadata;
use super::words::words;

/// The intent to be paid an amount.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub id: String,
    pub created_s: i64,
    pub amount_minor: i64,
    pub currency: String,
    pub customer: Option<String>,
    pub status: PaymentStatus,
    pub latest_charge: Option<String>,
    pub metadata: Metadata,
}

/// One attempt to get the money.
#[derive(Debug, Clone)]
pub(crate) struct Charge {
    pub id: String,
    pub created_s: i64,
    pub payment: String,
    pub amount_minor: i64,
    /// What went back, or is on its way back.
    pub refunded_minor: i64,
    pub currency: String,
    pub customer: Option<String>,
    pub status: ChargeStatus,
    pub method: Method,
    /// Whether it was ever disputed.
    pub is_disputed: bool,
    pub metadata: Metadata,
}

words! {
    /// How far a payment has come.
    PaymentStatus {
        RequiresPaymentMethod => "requires_payment_method",
        Processing => "processing",
        Succeeded => "succeeded",
    }
}

words! {
    /// How far a charge has come.
    ChargeStatus {
        Pending => "pending",
        Succeeded => "succeeded",
        Failed => "failed",
    }
}

words! {
    /// How somebody pays.
    Method {
        Card => "card",
        BankTransfer => "us_bank_account",
    }
}
