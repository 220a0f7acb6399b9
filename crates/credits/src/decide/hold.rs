//! Hold: credits are set aside before an operation starts. Check and hold are this one decision.

use super::books::{Books, Line};
use super::extend::within_lifetime;
use super::{Command, Effects, EntryKind, Hold, HoldState, Refusal, View};
use crate::limits::OPERATION_CHARACTERS_MAX;
use crate::{Credits, Gate, HoldId, Quote, Timestamp, check_credits};

/// The hold that is asked for.
pub(super) struct Wanted<'a> {
    pub hold: HoldId,
    pub amount: Credits,
    pub operation: &'a str,
    pub expires_at: Timestamp,
}

/// Sets credits aside if there are enough, and remembers from which lots.
pub(super) fn hold(view: &View, command: &Command, wanted: &Wanted<'_>, at: Timestamp) -> Result<Effects, Refusal> {
    if wanted.amount.is_negative() {
        return Err(Refusal::AmountOutOfRange);
    }
    let has_length = !wanted.operation.is_empty() && wanted.operation.chars().count() <= OPERATION_CHARACTERS_MAX;
    // Not every store can keep a NUL character.
    if !has_length || wanted.operation.contains('\0') {
        return Err(Refusal::OperationNameInvalid);
    }
    if wanted.expires_at <= at {
        return Err(Refusal::ExpiryInThePast);
    }
    within_lifetime(wanted.expires_at, at)?;
    if view.hold.is_some() {
        return Err(Refusal::HoldExists);
    }
    let mut books = Books::open(view, command.account, at)?;
    let quote = Quote { cost: wanted.amount, operation: wanted.operation.to_owned() };
    let balance = books.balance();
    match check_credits(Some(balance.available), &quote) {
        Gate::Open | Gate::Unknown => {}
        Gate::Short(shortfall) => return Err(Refusal::InsufficientCredits { shortfall, held: balance.held }),
    }
    let hold = Hold {
        id: wanted.hold,
        amount: wanted.amount,
        operation: wanted.operation.to_owned(),
        expires_at: wanted.expires_at,
        state: HoldState::Active,
        expired_at: None,
        parts: books.take(wanted.amount),
    };
    books.write(Line::of_hold(EntryKind::Hold, &hold, wanted.amount.negated(), wanted.amount))?;
    books.end(command, wanted.amount, Some(hold))
}
