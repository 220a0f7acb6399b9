//! Settle: the operation succeeded; the held credits, or fewer, are spent and the rest returns.

use super::effects::{Change, finish};
use super::replay::key_to_remember;
use super::{Command, Effects, EntryKind, Hold, HoldState, Refusal, View};
use crate::{Credits, Timestamp};

/// The active hold of a view, or why there is none to end. Settle, release and extend all begin here, so that exactly one of the
/// ends wins and the others are told how it ended.
pub(super) fn active_hold(view: &View) -> Result<&Hold, Refusal> {
    let hold = view.hold.as_ref().ok_or(Refusal::HoldNotFound)?;
    match hold.state {
        HoldState::Active => Ok(hold),
        ended @ (HoldState::Settled { .. } | HoldState::Released { .. } | HoldState::Expired { .. }) => {
            Err(Refusal::HoldNotActive { state: ended.as_str() })
        }
    }
}

/// Spends what was held, or less. A hold that is overdue but not yet expired can still be settled: expiry is a command like this
/// one, and whichever is decided first wins.
pub(super) fn settle(
    view: &View,
    command: &Command,
    amount: Option<Credits>,
    at: Timestamp,
) -> Result<Effects, Refusal> {
    if amount.is_some_and(Credits::is_negative) {
        return Err(Refusal::AmountOutOfRange);
    }
    let hold = active_hold(view)?;
    let spent = amount.unwrap_or(hold.amount);
    if spent > hold.amount {
        return Err(Refusal::SettleExceedsHold { held: hold.amount, amount: spent });
    }
    let returned = hold.amount.minus(spent).map_err(|_| Refusal::AmountOutOfRange)?;
    let change = Change {
        kind: EntryKind::Settle,
        available_delta: returned,
        held_delta: hold.amount.negated(),
        answer_amount: spent,
        hold: Some(Hold { state: HoldState::Settled { spent, at }, ..hold.clone() }),
        source: None,
        note: &hold.operation,
    };
    finish(view, command.account, key_to_remember(command), change, at)
}
