//! The verbs, one file each: what it needs and the thin call that turns it into a command.

mod deposit;
mod expire;
mod extend;
mod hold;
mod release;
mod settle;

pub use deposit::Deposit;
pub use extend::Extend;
pub use hold::NewHold;
pub use release::Release;
pub use settle::Settle;

pub(crate) use expire::expire_command;
