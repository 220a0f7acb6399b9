//! Refunds.

use super::Metadata;
use super::words::words;

/// Money that goes back.
#[derive(Debug, Clone)]
pub(crate) struct Refund {
    pub id: String,
    pub created_s: i64,
    pub charge: String,
    pub payment: String,
    pub amount_minor: i64,
    pub currency: String,
    pub reason: Option<String>,
    pub status: RefundStatus,
    pub metadata: Metadata,
}

words! {
    /// How far a refund has come.
    RefundStatus {
        Pending => "pending",
        Succeeded => "succeeded",
        Failed => "failed",
    }
}
