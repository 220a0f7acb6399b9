//! The heart: what a command does to an account. One pure function; nothing else anywhere changes a balance.
//!
//! All reads are finished before [`decide`] is called and stand in the [`View`]; all writes are its [`Effects`]. A command that is
//! refused has no effects at all, and leaves its idempotency key free.

mod books;
mod chain;
mod command;
mod deposit;
mod effects;
mod expire;
mod extend;
mod hold;
mod lapse;
mod lots;
mod refusal;
mod reinstate;
mod release;
mod replay;
mod reverse;
mod settle;
mod view;

pub use chain::Chain;
pub use command::{Command, Source, Verb};
pub use effects::{Answer, Effects, Entry, EntryKind, NewLot, Verdict};
pub use lots::{LotId, OpenLot, Part, Purchase};
pub use refusal::Refusal;
pub use replay::{Fingerprint, KeyRecord};
pub use view::{Balance, Hold, HoldState, View};

use crate::Timestamp;

/// Decides one command against what was read for it.
///
/// # Errors
/// The first [`Refusal`] that applies, in the order in which the enum lists them.
pub fn decide(view: &View, command: &Command, at: Timestamp) -> Result<Effects, Refusal> {
    if let Some(first) = replay::first_answer(view, command)? {
        return Ok(first);
    }
    match &command.verb {
        Verb::Deposit { amount, source, note, expires_at, .. } => {
            let incoming = deposit::Incoming { amount: *amount, source: *source, note, expires_at: *expires_at };
            deposit::deposit(view, command, &incoming, at)
        }
        Verb::Hold { hold, amount, operation, expires_at, .. } => hold::hold(
            view,
            command,
            &hold::Wanted { hold: *hold, amount: *amount, operation, expires_at: *expires_at },
            at,
        ),
        Verb::Settle { amount, .. } => settle::settle(view, command, *amount, at),
        Verb::Release { .. } => release::release(view, command, at),
        Verb::Extend { expires_at, .. } => extend::extend(view, *expires_at, at),
        Verb::Expire { .. } => expire::expire(view, command, at),
        Verb::Lapse => lapse::lapse(view, command, at),
        Verb::Reverse { amount, note, .. } => reverse::reverse(view, command, *amount, note, at),
        Verb::Reinstate { amount, note, .. } => reinstate::reinstate(view, command, *amount, note, at),
    }
}
