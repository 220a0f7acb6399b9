//! The verbs, one file each: what it needs and the thin call that turns it into a command.

mod deposit;
mod expire;
mod extend;
mod hold;
mod lapse;
mod reinstate;
mod release;
mod reverse;
mod settle;

pub use deposit::Deposit;
pub use extend::Extend;
pub use hold::NewHold;
pub use reinstate::Reinstate;
pub use release::Release;
pub use reverse::Reverse;
pub use settle::Settle;

pub(crate) use expire::expire_command;
pub(crate) use lapse::lapse_command;
