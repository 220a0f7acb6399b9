//! Hold: credits are set aside before an operation starts. Check and hold are this one decision.

use super::effects::{Change, finish};
use super::replay::key_to_remember;
use super::{Command, Effects, EntryKind, Hold, HoldState, Refusal, View};
use crate::limits::OPERATION_CHARACTERS_MAX;
use crate::{Credits, Gate, HoldId, Quote, Timestamp, check_credits};

/// The hold that is asked for.
pub(super) struct Wanted<'a> {
    pub hold: HoldId,
    pub amount: Credits,
    pub operation: &'a str,
    pub expires_at: Timestamp,
}

/// Sets credits aside if there are enough.
pub(super) fn hold(view: &View, command: &Command, wanted: &Wanted<'_>, at: Timestamp) -> Result<Effects, Refusal> {
    if wanted.amount.is_negative() {
        return Err(Refusal::AmountOutOfRange);
    }
    if wanted.operation.is_empty() || wanted.operation.chars().count() > OPERATION_CHARACTERS_MAX {
        return Err(Refusal::OperationNameInvalid);
    }
    if wanted.expires_at <= at {
        return Err(Refusal::ExpiryInThePast);
    }
    if view.hold.is_some() {
        return Err(Refusal::HoldExists);
    }
    let quote = Quote { cost: wanted.amount, operation: wanted.operation.to_owned() };
    match check_credits(Some(view.balance.available), &quote) {
        Gate::Open | Gate::Unknown => {}
        Gate::Short(shortfall) => return Err(Refusal::InsufficientCredits { shortfall, held: view.balance.held }),
    }
    let hold = Hold {
        id: wanted.hold,
        amount: wanted.amount,
        operation: wanted.operation.to_owned(),
        expires_at: wanted.expires_at,
        state: HoldState::Active,
    };
    let change = Change {
        kind: EntryKind::Hold,
        available_delta: wanted.amount.negated(),
        held_delta: wanted.amount,
        answer_amount: wanted.amount,
        hold: Some(hold),
        source: None,
        note: wanted.operation,
    };
    finish(view, command.account, key_to_remember(command), change, at)
}
