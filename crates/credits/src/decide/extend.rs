//! Extend: the operation is still at work; its hold lives longer. The balance does not change, so that no entry is written.

use super::settle::active_hold;
use super::{Answer, Effects, Hold, Refusal, Verdict, View};
use crate::Timestamp;

/// Moves the hold's expiry to a later moment. An earlier moment than the present one changes nothing, so that extensions that
/// arrive out of order do no harm.
pub(super) fn extend(view: &View, expires_at: Timestamp) -> Result<Effects, Refusal> {
    let hold = active_hold(view)?;
    let answer = Answer { amount: hold.amount, hold: Some(hold.id), balance: view.balance };
    let is_later = expires_at > hold.expires_at;
    let later = is_later.then(|| Hold { expires_at, ..hold.clone() });
    Ok(Effects { verdict: Verdict { answer, is_replay: !is_later }, entry: None, hold: later, key: None })
}
