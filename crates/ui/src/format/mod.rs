//! What people read: every label and sentence of the screens, made by pure functions.

pub mod credits;
pub mod labels;
pub mod messages;
pub mod time;
