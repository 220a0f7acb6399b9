//! Why the ledger did not do what was asked, as a problem.

use credits::Catalog;
use credits::decide::Refusal;
use ledger::{LedgerError, StorageError};
use wire::{Code, Problem};

use super::Refused;
use super::from_studio::{insufficient, key_reused};

impl From<StorageError> for Refused {
    fn from(error: StorageError) -> Self {
        Self::unavailable(error.sentence(), &error)
    }
}

/// A command that was not done; the catalog says what would cover what is missing.
pub(crate) fn not_done(error: LedgerError, catalog: &Catalog) -> Refused {
    match error {
        LedgerError::Unavailable(error) => error.into(),
        LedgerError::Refused(refusal) => refused(refusal, catalog),
    }
}

fn refused(refusal: Refusal, catalog: &Catalog) -> Refused {
    let sentence = format!("Nothing was done: {refusal}.");
    match refusal {
        Refusal::KeyReused => key_reused(),
        Refusal::InsufficientCredits { shortfall, held } => insufficient(shortfall, held, catalog),
        Refusal::AmountOutOfRange => Refused::invalid_field("/amount", sentence),
        Refusal::OperationNameInvalid => Refused::invalid_field("/operation", sentence),
        Refusal::ExpiryInThePast | Refusal::ExpiryTooFar => Refused::invalid_field("/expires_in_seconds", sentence),
        Refusal::HoldNotFound => Refused::not_found(),
        Refusal::HoldNotActive { state } => {
            let problem = Problem { state: Some(state.to_owned()), ..Problem::new(Code::HoldNotActive, sentence) };
            Refused::of(problem)
        }
        Refusal::SettleExceedsHold { held, amount } => Refused::of(Problem {
            held: Some(held),
            amount: Some(amount),
            ..Problem::new(Code::SettleExceedsHold, sentence)
        }),
        // A hold's id is made of its key, which is remembered as long as the hold; the others are never asked for over HTTP.
        Refusal::HoldExists
        | Refusal::PurchaseNotFound
        | Refusal::HoldNotExpired
        | Refusal::ReversalExceedsPurchase { .. }
        | Refusal::ReinstatementExceedsReversal { .. } => Refused::internal(refusal),
    }
}
