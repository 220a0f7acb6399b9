//! Expire: nobody ended the hold in time; all held credits return. An ordinary command, issued by a sweep.

use super::effects::{Change, finish};
use super::settle::active_hold;
use super::{Effects, EntryKind, Hold, HoldState, Refusal, View};
use crate::{AccountId, Timestamp};

/// Returns all that was held, if the hold is active and its time has come.
pub(super) fn expire(view: &View, account: AccountId, at: Timestamp) -> Result<Effects, Refusal> {
    let hold = active_hold(view)?;
    if at < hold.expires_at {
        return Err(Refusal::HoldNotExpired);
    }
    let change = Change {
        kind: EntryKind::Expire,
        available_delta: hold.amount,
        held_delta: hold.amount.negated(),
        answer_amount: hold.amount,
        hold: Some(Hold { state: HoldState::Expired { at }, ..hold.clone() }),
        source: None,
        note: &hold.operation,
    };
    finish(view, account, None, change, at)
}
