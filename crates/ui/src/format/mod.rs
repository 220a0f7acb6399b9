//! What people read: every label and sentence of the screens, made by pure functions.

pub mod credits;
#[cfg(feature = "ssr")]
pub mod day;
pub mod labels;
pub mod messages;
pub mod sentences;
pub mod time;
