//! Disputes: a bank that took the money back.

use super::words::words;

/// A charge that the buyer's bank took back.
#[derive(Debug, Clone)]
pub(crate) struct Dispute {
    pub id: String,
    pub created_s: i64,
    pub charge: String,
    pub payment: String,
    /// What was taken, or is asked about: all that was left of the charge.
    pub amount_minor: i64,
    pub currency: String,
    pub status: DisputeStatus,
}

words! {
    /// How a dispute stands.
    DisputeStatus {
        NeedsResponse => "needs_response",
        /// The bank only asks: no money has moved.
        WarningNeedsResponse => "warning_needs_response",
        /// The bank has asked, and that was all.
        WarningClosed => "warning_closed",
        /// The money came back.
        Won => "won",
        Lost => "lost",
    }
}

impl DisputeStatus {
    /// Whether the bank has the money.
    pub(crate) const fn is_taken(self) -> bool {
        match self {
            Self::NeedsResponse | Self::Lost => true,
            Self::Won | Self::WarningNeedsResponse | Self::WarningClosed => false,
        }
    }
}
