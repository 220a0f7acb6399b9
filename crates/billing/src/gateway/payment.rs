//! A payment, and how much of it has gone back.

use crate::PaymentId;

/// A payment as the gateway has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// What was paid, in the currency's minor unit.
    pub amount_minor: u64,
    /// What of it has gone back, in the same unit: refunds that did not fail, and disputes that were not won. At most the amount.
    pub returned_minor: u64,
}
