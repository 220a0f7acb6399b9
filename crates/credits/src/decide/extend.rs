//! Extend: the operation is still at work; its hold lives longer. The balance does not change, so that no entry is written.

use super::settle::active_hold;
use super::{Answer, Effects, Hold, Refusal, View};
use crate::Timestamp;
use crate::limits::HOLD_LIFETIME_MAX;

/// Whether a hold may end at that moment: what is set aside must not be out of reach for ever because somebody mistook the unit.
pub(super) fn within_lifetime(expires_at: Timestamp, at: Timestamp) -> Result<(), Refusal> {
    if expires_at > at.after(HOLD_LIFETIME_MAX) { Err(Refusal::ExpiryTooFar) } else { Ok(()) }
}

/// Moves the hold's expiry to a later moment. An earlier moment than the present one changes nothing, so that extensions that
/// arrive out of order do no harm.
pub(super) fn extend(view: &View, expires_at: Timestamp, at: Timestamp) -> Result<Effects, Refusal> {
    within_lifetime(expires_at, at)?;
    let hold = active_hold(view)?;
    let answer = Answer { amount: hold.amount, hold: Some(hold.id), balance: view.balance };
    let is_later = expires_at > hold.expires_at;
    let later = is_later.then(|| Hold { expires_at, ..hold.clone() });
    Ok(Effects { hold: later, ..Effects::nothing(answer, !is_later) })
}
