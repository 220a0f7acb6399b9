//! Expire: nobody ended the hold in time; all held credits return. An ordinary command, issued by a sweep.

use super::release::give_back;
use super::settle::active_hold;
use super::{Command, Effects, EntryKind, HoldState, Refusal, View};
use crate::Timestamp;

/// Returns all that was held, if the hold is active and its time has come.
pub(super) fn expire(view: &View, command: &Command, at: Timestamp) -> Result<Effects, Refusal> {
    let hold = active_hold(view)?;
    if at < hold.expires_at {
        return Err(Refusal::HoldNotExpired);
    }
    give_back(view, command, hold, EntryKind::Expire, HoldState::Expired { at }, at)
}
