//! Reinstate: a reversal was not for good, for the dispute was won; the credits come back in.

use super::books::{Books, Line};
use super::reverse::named_purchase;
use super::{Command, Effects, EntryKind, Part, Purchase, Refusal, View};
use crate::{Credits, Timestamp};

/// Puts credits back into the purchase's lot, after what is owed has been paid. Never more than was reversed.
pub(super) fn reinstate(
    view: &View,
    command: &Command,
    amount: Credits,
    note: &str,
    at: Timestamp,
) -> Result<Effects, Refusal> {
    let purchase = named_purchase(view, amount)?;
    let Purchase { lot, reversed, expires_at, .. } = purchase;
    if amount > reversed {
        return Err(Refusal::ReinstatementExceedsReversal { reversed, amount });
    }
    let mut books = Books::open(view, command.account, at)?;
    books.give(&[Part { lot, amount, expires_at }]);
    let reversed = reversed.minus(amount).map_err(|_| Refusal::AmountOutOfRange)?;
    books.set_purchase(Purchase { reversed, ..purchase });
    books.write(Line {
        kind: EntryKind::Reinstate,
        available_delta: amount,
        held_delta: Credits::ZERO,
        hold: None,
        lot: Some(lot),
        source: None,
        note,
    })?;
    books.end(command, amount, None)
}
