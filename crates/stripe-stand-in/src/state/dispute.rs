//! Disputes: a bank that took the money back.

use super::words::words;

/// A charge that the buyer's bank took back.
#[derive(Debug, Clone)]
pub(crate) struct Dispute {
    pub id: String,
    pub created_s: i64,
    pub charge: String,
    pub payment: String,
    /// What was taken: all that was left of the charge.
    pub amount_minor: i64,
    pub currency: String,
    pub status: DisputeStatus,
}

words! {
    /// How a dispute stands.
    DisputeStatus {
        NeedsResponse => "needs_response",
        /// The money came back.
        Won => "won",
        Lost => "lost",
    }
}
