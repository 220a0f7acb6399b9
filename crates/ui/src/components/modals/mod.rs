//! The dialogs of the app shell.

pub mod insufficient_credits;
mod shortfall;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
