//! Settle: the operation succeeded; the held credits, or fewer, are spent and the rest returns.

use super::books::{Books, Line};
use super::lots::split;
use super::{Command, Effects, EntryKind, Hold, HoldState, Refusal, View};
use crate::{Credits, Timestamp};

/// The active hold of a view, or why there is none to end. Release, expire and extend begin here, so that exactly one of the ends wins and
/// the others are told how it ended.
pub(super) fn active_hold(view: &View) -> Result<&Hold, Refusal> {
    let hold = view.hold.as_ref().ok_or(Refusal::HoldNotFound)?;
    match hold.state {
        HoldState::Active => Ok(hold),
        ended @ (HoldState::Settled { .. } | HoldState::Released { .. } | HoldState::Expired { .. }) => {
            Err(Refusal::HoldNotActive { state: ended.as_str() })
        }
    }
}

/// Spends what was held, or less. A hold that is overdue but not yet expired can still be settled: expiry is a command like this one, and
/// whichever is decided first wins. Work that succeeded after its hold had expired is paid all the same, if there is enough.
pub(super) fn settle(
    view: &View,
    command: &Command,
    amount: Option<Credits>,
    at: Timestamp,
) -> Result<Effects, Refusal> {
    if amount.is_some_and(Credits::is_negative) {
        return Err(Refusal::AmountOutOfRange);
    }
    let hold = view.hold.as_ref().ok_or(Refusal::HoldNotFound)?;
    let spent = amount.unwrap_or(hold.amount);
    match hold.state {
        HoldState::Active => settle_active(view, command, hold, spent, at),
        HoldState::Expired { at: expired_at } => settle_expired(view, command, hold, spent, (expired_at, at)),
        ended @ (HoldState::Settled { .. } | HoldState::Released { .. }) => {
            Err(Refusal::HoldNotActive { state: ended.as_str() })
        }
    }
}

/// What was taken first is spent, what was taken last returns to its lots.
fn settle_active(
    view: &View,
    command: &Command,
    hold: &Hold,
    spent: Credits,
    at: Timestamp,
) -> Result<Effects, Refusal> {
    if spent > hold.amount {
        return Err(Refusal::SettleExceedsHold { held: hold.amount, amount: spent });
    }
    let returned = hold.amount.minus(spent).map_err(|_| Refusal::AmountOutOfRange)?;
    let mut books = Books::open(view, command.account, at)?;
    let (parts, rest) = split(&hold.parts, spent);
    books.give(&rest);
    let settled = Hold { state: HoldState::Settled { spent, at }, parts, ..hold.clone() };
    books.write(Line::of_hold(EntryKind::Settle, &settled, returned, hold.amount.negated()))?;
    books.end(command, spent, Some(settled))
}

/// The credits have returned, and are taken again.
fn settle_expired(
    view: &View,
    command: &Command,
    hold: &Hold,
    spent: Credits,
    (expired_at, at): (Timestamp, Timestamp),
) -> Result<Effects, Refusal> {
    let mut books = Books::open(view, command.account, at)?;
    if spent > Credits::ZERO && spent > books.balance().available {
        return Err(Refusal::HoldNotActive { state: hold.state.as_str() });
    }
    if spent > hold.amount {
        return Err(Refusal::SettleExceedsHold { held: hold.amount, amount: spent });
    }
    let (parts, expired_at) = (books.take(spent), Some(expired_at));
    let settled = Hold { state: HoldState::Settled { spent, at }, expired_at, parts, ..hold.clone() };
    books.write(Line::of_hold(EntryKind::Settle, &settled, spent.negated(), Credits::ZERO))?;
    books.end(command, spent, Some(settled))
}
