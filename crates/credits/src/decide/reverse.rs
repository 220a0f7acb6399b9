//! Reverse: a purchase was refunded or disputed; its credits go back out. The only way in which `available` falls below zero.

use super::books::{Books, Line};
use super::{Command, Effects, EntryKind, Purchase, Refusal, View};
use crate::{Credits, Timestamp};

/// The purchase of which an amount is to move. Reverse and reinstate begin here.
pub(super) fn named_purchase(view: &View, amount: Credits) -> Result<Purchase, Refusal> {
    if amount.is_negative() {
        return Err(Refusal::AmountOutOfRange);
    }
    view.purchase.ok_or(Refusal::PurchaseNotFound)
}

/// Takes credits out again: from the purchase's own lot first, then from the others in the order of spending; the remainder is owed. Never
/// more than the purchase brought, over all its reversals.
pub(super) fn reverse(
    view: &View,
    command: &Command,
    amount: Credits,
    note: &str,
    at: Timestamp,
) -> Result<Effects, Refusal> {
    let purchase = named_purchase(view, amount)?;
    let out_of_range = |_| Refusal::AmountOutOfRange;
    let reversible = purchase.amount.minus(purchase.reversed).map_err(out_of_range)?;
    if amount > reversible {
        return Err(Refusal::ReversalExceedsPurchase { reversible, amount });
    }
    let mut books = Books::open(view, command.account, at)?;
    let own = books.take_of(purchase.lot, amount);
    let _others = books.take(amount.minus(own).map_err(out_of_range)?);
    books.set_purchase(Purchase { reversed: purchase.reversed.plus(amount).map_err(out_of_range)?, ..purchase });
    books.write(Line {
        kind: EntryKind::Reverse,
        available_delta: amount.negated(),
        held_delta: Credits::ZERO,
        hold: None,
        lot: Some(purchase.lot),
        source: None,
        note,
    })?;
    books.end(command, amount, None)
}
