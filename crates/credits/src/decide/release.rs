//! Release: the operation failed or was cancelled; all held credits return.

use super::effects::{Change, finish};
use super::replay::key_to_remember;
use super::settle::active_hold;
use super::{Command, Effects, EntryKind, Hold, HoldState, Refusal, View};
use crate::Timestamp;

/// Returns all that was held.
pub(super) fn release(view: &View, command: &Command, at: Timestamp) -> Result<Effects, Refusal> {
    let hold = active_hold(view)?;
    let change = Change {
        kind: EntryKind::Release,
        available_delta: hold.amount,
        held_delta: hold.amount.negated(),
        answer_amount: hold.amount,
        hold: Some(Hold { state: HoldState::Released { at }, ..hold.clone() }),
        source: None,
        note: &hold.operation,
    };
    finish(view, command.account, key_to_remember(command), change, at)
}
