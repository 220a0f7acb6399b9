//! The dialogs of the app shell.

pub mod insufficient_credits;
mod shortfall;
