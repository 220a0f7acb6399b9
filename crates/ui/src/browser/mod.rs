//! The few things that the screens ask the browser for. Called from event handlers and effects alone, which the server never runs.

pub mod clock;
pub mod cookie;
pub mod location;
pub mod random;
pub mod storage;
pub mod stream;
pub mod tabs;
