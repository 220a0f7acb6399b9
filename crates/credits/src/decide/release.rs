//! Release: the operation failed or was cancelled; all held credits return.

use super::books::{Books, Line};
use super::settle::active_hold;
use super::{Command, Effects, EntryKind, Hold, HoldState, Refusal, View};
use crate::Timestamp;

/// Returns all that was held, to the lots that it was taken from.
pub(super) fn release(view: &View, command: &Command, at: Timestamp) -> Result<Effects, Refusal> {
    let hold = active_hold(view)?;
    give_back(view, command, hold, EntryKind::Release, HoldState::Released { at }, at)
}

/// Ends a hold without a result.
pub(super) fn give_back(
    view: &View,
    command: &Command,
    hold: &Hold,
    kind: EntryKind,
    state: HoldState,
    at: Timestamp,
) -> Result<Effects, Refusal> {
    let mut books = Books::open(view, command.account, at)?;
    books.give(&hold.parts);
    let ended = Hold { state, parts: Vec::new(), ..hold.clone() };
    books.write(Line::of_hold(kind, &ended, hold.amount, hold.amount.negated()))?;
    books.end(command, hold.amount, Some(ended))
}
