//! Step 2, hold: the credits are set aside. A refusal removes the record, which leaves its key free.

use credits::decide::{Balance, Refusal, Verb};
use credits::{HoldId, IdempotencyKey};
use ledger::{LedgerError, StorageError};

use super::{Steps, Ticket};
use crate::SubmitError;

impl Steps {
    /// Sets the credits of a recorded request aside, and says what is left. Under the record's own key, so that it happens once.
    ///
    /// # Errors
    /// `Insufficient`; `Unavailable`, after which the record stays: a repetition or the sweep finds out whether the credits are held.
    pub async fn hold(&self, ticket: &Ticket) -> Result<Balance, SubmitError> {
        let record = &ticket.record;
        let verb = Verb::Hold {
            key: IdempotencyKey::of("hold", record.id),
            hold: HoldId(record.id),
            amount: record.cost,
            operation: record.operation.clone(),
            expires_at: self.hold_expires_at(),
        };
        let refusal = match self.ask_ledger(record.account, verb).await {
            Ok(verdict) => return Ok(verdict.answer.balance),
            Err(LedgerError::Unavailable(error)) => return Err(SubmitError::Unavailable(error)),
            Err(LedgerError::Refused(refusal)) => refusal,
        };
        self.inner.store.remove_accepted(record.account, record.id).await?;
        match refusal {
            Refusal::InsufficientCredits { shortfall, held } => Err(SubmitError::Insufficient { shortfall, held }),
            // A new id with a price from a checked catalog gives the ledger no reason for any of these.
            Refusal::KeyReused
            | Refusal::AmountOutOfRange
            | Refusal::OperationNameInvalid
            | Refusal::ExpiryInThePast
            | Refusal::ExpiryTooFar
            | Refusal::HoldExists
            | Refusal::HoldNotFound
            | Refusal::PurchaseNotFound
            | Refusal::HoldNotActive { .. }
            | Refusal::HoldNotExpired
            | Refusal::SettleExceedsHold { .. }
            | Refusal::ReversalExceedsPurchase { .. }
            | Refusal::ReinstatementExceedsReversal { .. } => {
                tracing::error!(generation = %record.id, %refusal, "the ledger refused a hold that it should have taken");
                Err(SubmitError::Unavailable(StorageError::damaged(format!("hold refused: {refusal}"))))
            }
        }
    }
}
