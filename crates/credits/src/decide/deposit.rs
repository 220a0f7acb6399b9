//! Deposit: credits come in.

use super::effects::{Change, finish};
use super::replay::key_to_remember;
use super::{Command, Effects, EntryKind, Refusal, Source, View};
use crate::{Credits, Timestamp};

/// Adds credits. Refused only for an amount that is negative or would lift the balance out of range.
pub(super) fn deposit(
    view: &View,
    command: &Command,
    amount: Credits,
    source: Source,
    note: &str,
    at: Timestamp,
) -> Result<Effects, Refusal> {
    if amount.is_negative() {
        return Err(Refusal::AmountOutOfRange);
    }
    let change = Change {
        kind: EntryKind::Deposit,
        available_delta: amount,
        held_delta: Credits::ZERO,
        answer_amount: amount,
        hold: None,
        source: Some(source),
        note,
    };
    finish(view, command.account, key_to_remember(command), change, at)
}
