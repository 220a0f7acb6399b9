//! Deposit: credits come in, as a lot of their own.

use super::books::{Books, Line};
use super::{Command, Effects, EntryKind, LotId, NewLot, Part, Refusal, Source, View};
use crate::{Credits, Timestamp};

/// The credits that come in.
pub(super) struct Incoming<'a> {
    pub amount: Credits,
    pub source: Source,
    pub note: &'a str,
    pub expires_at: Option<Timestamp>,
}

/// Adds credits; what is owed is paid first. Refused only for an amount that is negative or would lift the balance out of range. A lot whose
/// time is over when it comes, because its payment was told late, comes in and goes out in the same decision.
pub(super) fn deposit(
    view: &View,
    command: &Command,
    incoming: &Incoming<'_>,
    at: Timestamp,
) -> Result<Effects, Refusal> {
    let Incoming { amount, source, note, expires_at } = *incoming;
    if amount.is_negative() {
        return Err(Refusal::AmountOutOfRange);
    }
    let mut books = Books::open(view, command.account, at)?;
    let lot = LotId(books.next_version());
    books.begin_lot(NewLot { id: lot, source, amount, expires_at });
    books.give(&[Part { lot, amount, expires_at }]);
    books.write(Line {
        kind: EntryKind::Deposit,
        available_delta: amount,
        held_delta: Credits::ZERO,
        hold: None,
        lot: Some(lot),
        source: Some(source),
        note,
    })?;
    books.end(command, amount, None)
}
